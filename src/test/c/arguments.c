/* How programs on Windows take their line apart.
 *
 * Without arguments: reads lines from standard input, UTF-8, each ended by a zero byte, starts itself
 * with each of them as it is, and goes on when that has ended. With arguments: writes them, UTF-8,
 * each ended by a zero byte, and a zero byte more, as CommandLineToArgvW makes them; the C runtime of
 * this program must make as many.
 */
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>
#include <shellapi.h>

#define MOST 65536

static char bytes[MOST];
static WCHAR line[MOST];

static int say(int argc) {
  int count = 0;
  LPWSTR *words = CommandLineToArgvW(GetCommandLineW(), &count);
  if (words == NULL || count != argc) {
    return 9;
  }
  for (int i = 1; i < count; i++) {
    int length = WideCharToMultiByte(CP_UTF8, 0, words[i], -1, bytes, MOST, NULL, NULL);
    fwrite(bytes, 1, (size_t)length, stdout);
  }
  fputc(0, stdout);
  return 0;
}

static int start(void) {
  STARTUPINFOW how;
  PROCESS_INFORMATION child;
  DWORD code = 1;
  memset(&how, 0, sizeof how);
  how.cb = sizeof how;
  how.dwFlags = STARTF_USESTDHANDLES;
  how.hStdInput = INVALID_HANDLE_VALUE;
  how.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
  how.hStdError = GetStdHandle(STD_ERROR_HANDLE);
  WCHAR self[MAX_PATH];
  GetModuleFileNameW(NULL, self, MAX_PATH);
  if (!CreateProcessW(self, line, NULL, NULL, TRUE, 0, NULL, NULL, &how, &child)) {
    return 1;
  }
  WaitForSingleObject(child.hProcess, INFINITE);
  GetExitCodeProcess(child.hProcess, &code);
  CloseHandle(child.hThread);
  CloseHandle(child.hProcess);
  return (int)code;
}

int main(int argc, char **argv) {
  (void)argv;
  _setmode(_fileno(stdin), _O_BINARY);
  _setmode(_fileno(stdout), _O_BINARY);
  if (argc > 1) {
    return say(argc);
  }
  int fill = 0;
  for (int next = getchar(); next != EOF; next = getchar()) {
    bytes[fill++] = (char)next;
    if (next == 0) {
      MultiByteToWideChar(CP_UTF8, 0, bytes, fill, line, MOST);
      fill = 0;
      fflush(stdout);
      int code = start();
      if (code != 0) {
        return code;
      }
    }
  }
  return 0;
}
