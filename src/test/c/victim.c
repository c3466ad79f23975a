/* A process to be looked at, for tests: does what its first argument says. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>
#include <winternl.h>

/* Nobody waits that long; one that was forgotten ends. */
#define PATIENCE 600000

static volatile int depth;

static int recurse(int n) {
  volatile char page[4096];
  page[0] = (char)n;
  depth = n;
  return depth < INT_MAX ? recurse(n + 1) + page[0] : 0;
}

/* Starts this program again, with other words. */
static HANDLE start(const char *words) {
  char path[MAX_PATH], line[2 * MAX_PATH];
  STARTUPINFOA startup = {.cb = sizeof startup};
  PROCESS_INFORMATION made;
  GetModuleFileNameA(NULL, path, sizeof path);
  snprintf(line, sizeof line, "\"%s\" %s", path, words);
  if (!CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &made)) exit(99);
  CloseHandle(made.hThread);
  return made.hProcess;
}

static int start_and_wait(const char *words) {
  HANDLE child = start(words);
  DWORD code = 97;
  WaitForSingleObject(child, INFINITE);
  GetExitCodeProcess(child, &code);
  return (int)code;
}

static char text[1024];

static HANDLE standard(DWORD which) { return GetStdHandle(which); }

static int say(DWORD where, const char *what, DWORD length) {
  DWORD done;
  return !WriteFile(standard(where), what, length, &done, NULL);
}

static int say_text(DWORD length) { return say(STD_OUTPUT_HANDLE, text, length); }

/* Writes what it reads until there is no more. */
static int echo(void) {
  static char block[1 << 15];
  DWORD got, done;
  while (ReadFile(standard(STD_INPUT_HANDLE), block, sizeof block, &got, NULL))
    for (DWORD at = 0; at < got; at += done)
      if (!WriteFile(standard(STD_OUTPUT_HANDLE), block + at, got - at, &done, NULL)) return 98;
  return say(STD_ERROR_HANDLE, "that was all", 12);
}

/* Whether Ctrl-C is ignored: a flag of the process parameters, and where phnt's ntrtl.h has them. */
static int is_deaf(void) {
  char *parameters = *(char **)((char *)NtCurrentTeb()->ProcessEnvironmentBlock + 0x20);
  return *(ULONG *)(parameters + 0x18) & 1;
}

int main(int count, char **words) {
  const char *what = count > 1 ? words[1] : "";
  const char *more = count > 2 ? words[2] : "";
  if (!strcmp(what, "exit")) return (int)strtoul(more, NULL, 0);
  if (!strcmp(what, "read-nothing")) return *(volatile int *)0;
  if (!strcmp(what, "echo")) return echo();
  if (!strcmp(what, "variable")) return say_text(GetEnvironmentVariableA(more, text, sizeof text));
  if (!strcmp(what, "directory")) return say_text(GetCurrentDirectoryA(sizeof text, text));
  if (!strcmp(what, "deaf")) return is_deaf();
  if (!strcmp(what, "deaf-child")) return start_and_wait("deaf");
  if (!strcmp(what, "handle")) {
    DWORD flags;
    return GetHandleInformation((HANDLE)strtoull(more, NULL, 0), &flags) ? 1 : 0;
  }
  if (!strcmp(what, "overflow")) return recurse(0);
  if (!strcmp(what, "fast-fail")) __asm__ volatile("int $0x29" : : "c"(7));
  if (!strcmp(what, "spinning-parent")) start("spin");
  if (strstr(what, "spin"))
    for (ULONGLONG end = GetTickCount64() + PATIENCE; GetTickCount64() < end;) depth++;
  if (!strcmp(what, "parent")) start("sleep");
  if (!strcmp(what, "grandparent")) start("parent");
  if (!strcmp(what, "orphan")) {
    start("sleep");
    return 0;
  }
  if (!strcmp(what, "read-pipe")) {
    HANDLE reader, writer;
    char byte;
    DWORD done;
    return CreatePipe(&reader, &writer, NULL, 0) && ReadFile(reader, &byte, 1, &done, NULL);
  }
  if (!strcmp(what, "commit")) {
    SIZE_T bytes = (SIZE_T)strtoul(more, NULL, 0) << 20;
    return VirtualAlloc(NULL, bytes, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE) ? 0 : (int)GetLastError();
  }
  Sleep(PATIENCE);
}
