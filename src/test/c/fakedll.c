/* Functions with the calling convention of Windows in a library of Linux, for tests. */
#include <errno.h>
#include <stdint.h>

#define WINDOWS __attribute__((ms_abi)) __attribute__((visibility("default")))

/* Four arguments come in registers and the rest on the stack; each must arrive in its place. */
WINDOWS uint64_t Digits(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f, uint64_t g,
                        uint64_t h, uint64_t i) {
  return ((((((((a * 10 + b) * 10 + c) * 10 + d) * 10 + e) * 10 + f) * 10 + g) * 10 + h) * 10 + i);
}

/* Looks at the part of each slot that it declares, like most functions of Windows. */
WINDOWS int32_t Halves(uint32_t a, int32_t b) { return (int32_t)(a >> 31) + b; }

/* Writes through its pointer and reports in the way of Windows. */
WINDOWS int32_t Fails(uint64_t *counter, uint32_t error) {
  *counter += 41;
  errno = (int)error;
  return 0;
}
