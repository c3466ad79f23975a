/* A worker of Windows, for tests: answers each task with its own item, but for three. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#define HEADER 20
#define MOST (1 << 21)

enum { HELLO = 1, RUN = 2, DONE = 3, STOP = 5, BYE = 6 };

static unsigned char header[HEADER], payload[MOST];
static HANDLE in, out;

static void transfer(HANDLE pipe, void *at, DWORD left, int writes) {
  for (DWORD done; left > 0; at = (char *)at + done, left -= done)
    if (!(writes ? WriteFile(pipe, at, left, &done, NULL) : ReadFile(pipe, at, left, &done, NULL)) || !done)
      ExitProcess(70);
}

static void tell(int type, DWORD length) {
  header[4] = (unsigned char)type;
  for (int i = 0; i < 4; i++) header[16 + i] = (unsigned char)(length >> (24 - 8 * i));
  transfer(out, header, HEADER, 1);
  transfer(out, payload, length, 1);
}

static void start_another(void) {
  char path[MAX_PATH], line[MAX_PATH + 16];
  STARTUPINFOA startup = {.cb = sizeof startup};
  PROCESS_INFORMATION made;
  GetModuleFileNameA(NULL, path, sizeof path);
  snprintf(line, sizeof line, "\"%s\" sleep", path);
  if (!CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &made)) ExitProcess(71);
  fprintf(stderr, "child %lu\n", made.dwProcessId);
  fflush(stderr);
}

int main(int count, char **words) {
  (void)words;
  if (count > 1) Sleep(600000);
  in = GetStdHandle(STD_INPUT_HANDLE);
  out = GetStdHandle(STD_OUTPUT_HANDLE);
  memcpy(header, "LGP1", 4);
  tell(HELLO, (DWORD)sprintf((char *)payload, "{\"protocol\":1,\"pid\":%lu,\"tid\":0,\"runtime\":\"c\"}",
                             GetCurrentProcessId()));
  for (;;) {
    transfer(in, header, HEADER, 0);
    DWORD length = 0;
    for (int i = 0; i < 4; i++) length = length << 8 | header[16 + i];
    if (length >= MOST) ExitProcess(72);
    transfer(in, payload, length, 0);
    payload[length] = 0;
    if (header[4] == STOP) {
      memset(header + 8, 0, 8);
      tell(BYE, 0);
      return 0;
    }
    if (header[4] != RUN) continue;
    if (!strcmp((char *)payload, "\"crash\"")) *(volatile int *)0 = 0;
    if (!strcmp((char *)payload, "\"wait\"")) Sleep(600000);
    if (!strcmp((char *)payload, "\"family\"")) start_another();
    tell(DONE, length);
  }
}
