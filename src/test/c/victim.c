/* A process to be looked at, for tests: does what its first argument says. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

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
static void start(const char *words) {
  char path[MAX_PATH], line[2 * MAX_PATH];
  STARTUPINFOA startup = {.cb = sizeof startup};
  PROCESS_INFORMATION made;
  GetModuleFileNameA(NULL, path, sizeof path);
  snprintf(line, sizeof line, "\"%s\" %s", path, words);
  if (!CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &made)) exit(99);
  CloseHandle(made.hThread);
  CloseHandle(made.hProcess);
}

static HANDLE standard(DWORD which) { return GetStdHandle(which); }

static void say(DWORD where, const char *text) {
  DWORD done;
  WriteFile(standard(where), text, (DWORD)strlen(text), &done, NULL);
}

/* Writes what it reads, with an empty block before each, until there is no more. */
static int echo(void) {
  static char block[1 << 15];
  DWORD got, done;
  while (ReadFile(standard(STD_INPUT_HANDLE), block, sizeof block, &got, NULL)) {
    WriteFile(standard(STD_OUTPUT_HANDLE), block, 0, &done, NULL);
    for (DWORD at = 0; at < got; at += done)
      if (!WriteFile(standard(STD_OUTPUT_HANDLE), block + at, got - at, &done, NULL)) return 98;
  }
  say(STD_ERROR_HANDLE, "that was all");
  return 0;
}

int main(int count, char **words) {
  const char *what = count > 1 ? words[1] : "";
  const char *more = count > 2 ? words[2] : "";
  if (!strcmp(what, "exit")) return (int)strtoul(more, NULL, 0);
  if (!strcmp(what, "read-nothing")) return *(volatile int *)0;
  if (!strcmp(what, "echo")) return echo();
  if (!strcmp(what, "variable")) {
    char value[1024] = "";
    GetEnvironmentVariableA(more, value, sizeof value);
    say(STD_OUTPUT_HANDLE, value);
    return 0;
  }
  if (!strcmp(what, "directory")) {
    char value[MAX_PATH] = "";
    GetCurrentDirectoryA(sizeof value, value);
    say(STD_OUTPUT_HANDLE, value);
    return 0;
  }
  if (!strcmp(what, "handle")) {
    DWORD flags;
    return GetHandleInformation((HANDLE)strtoull(more, NULL, 0), &flags) ? 1 : 0;
  }
  if (!strcmp(what, "hold")) {
    /* Its child inherits the streams and outlives it. */
    STARTUPINFOA startup = {.cb = sizeof startup};
    PROCESS_INFORMATION made;
    char path[MAX_PATH], line[2 * MAX_PATH];
    GetModuleFileNameA(NULL, path, sizeof path);
    snprintf(line, sizeof line, "\"%s\" sleep", path);
    say(STD_OUTPUT_HANDLE, "held");
    return CreateProcessA(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &made) ? 0 : 99;
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
