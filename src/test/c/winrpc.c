/* Calls any function of Windows for a peer that speaks to its standard input and output; for tests.
 *
 * Request:  u32 id, u32 count, u32 bytes, u32 0, char library[16], char function[48], then for each of
 *           count arguments u64 is_buffer, u64 value or offset, then, from the next multiple of 16,
 *           `bytes` bytes in which the buffers lie.
 * Answer:   u32 id, u32 last error, u64 result, u64 address of the bytes, u64 their number, the bytes.
 *
 * Each request has a thread of its own, so that one that waits holds up no other. Structures have the
 * byte order and the alignment of x86-64 on both sides.
 */
#include <stdint.h>
#include <stdlib.h>
#include <windows.h>

typedef struct { uint32_t id, count, bytes, zero; char library[16], function[48]; } Request;
typedef struct { uint64_t is_buffer, value; } Argument;
typedef struct { uint32_t id, error; uint64_t result, address, bytes; } Answer;
typedef struct { Request request; Argument arguments[12]; unsigned char *buffers; } Call;
typedef uint64_t (*Function)(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t,
                             uint64_t, uint64_t, uint64_t, uint64_t, uint64_t);

static HANDLE in, out;
static CRITICAL_SECTION lock;

static void transfer(HANDLE pipe, void *at, uint64_t left, int writes) {
  for (DWORD done; left > 0; at = (char *)at + done, left -= done)
    if (!(writes ? WriteFile(pipe, at, left, &done, NULL) : ReadFile(pipe, at, left, &done, NULL)) || !done)
      ExitProcess(0);
}

/* A duplicate that no child inherits; children have no standard handles at all. */
static HANDLE keep(DWORD which) {
  HANDLE own;
  DuplicateHandle(GetCurrentProcess(), GetStdHandle(which), GetCurrentProcess(), &own, 0, FALSE,
                  DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
  SetStdHandle(which, NULL);
  return own;
}

static DWORD WINAPI serve(void *parameter) {
  Call *call = parameter;
  uint64_t a[12] = {0};
  for (uint32_t i = 0; i < call->request.count; i++)
    a[i] = call->arguments[i].value + (call->arguments[i].is_buffer ? (uint64_t)call->buffers : 0);
  Answer answer = {call->request.id, ERROR_PROC_NOT_FOUND, 0, 0, 0};
  Function function = (Function)GetProcAddress(LoadLibraryA(call->request.library), call->request.function);
  if (function) {
    SetLastError(0);
    answer.result = function(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11]);
    answer.error = GetLastError();
    answer.address = (uint64_t)call->buffers;
    answer.bytes = call->request.bytes;
  } else {
    answer.address = UINT64_MAX;
  }
  EnterCriticalSection(&lock);
  transfer(out, &answer, sizeof answer, 1);
  transfer(out, call->buffers, answer.bytes, 1);
  LeaveCriticalSection(&lock);
  _aligned_free(call->buffers);
  free(call);
  return 0;
}

int main(void) {
  in = keep(STD_INPUT_HANDLE);
  out = keep(STD_OUTPUT_HANDLE);
  keep(STD_ERROR_HANDLE);
  InitializeCriticalSection(&lock);
  for (;;) {
    Call *call = calloc(1, sizeof *call);
    transfer(in, &call->request, sizeof call->request, 0);
    transfer(in, call->arguments, call->request.count * sizeof(Argument), 0);
    call->buffers = _aligned_malloc(call->request.bytes + 16, 16);
    transfer(in, call->buffers, call->request.bytes, 0);
    CloseHandle(CreateThread(NULL, 0, serve, call, 0, NULL));
  }
}
