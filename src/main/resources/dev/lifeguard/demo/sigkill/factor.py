"""The work of Lifeguard's SIGKILL demonstration: factoring numbers the slow way."""

import array

# Some memory that is really used, so that the memory bars have something to show: the odd numbers
# below two millions that are prime.
_LIMIT = 2_000_000


def _odd_primes():
    is_prime = bytearray([1]) * (_LIMIT // 2)
    for candidate in range(3, int(_LIMIT**0.5) + 1, 2):
        if is_prime[candidate // 2]:
            first = candidate * candidate // 2
            is_prime[first::candidate] = bytes(len(range(first, len(is_prime), candidate)))
    return array.array("l", (2 * i + 1 for i in range(1, len(is_prime)) if is_prime[i]))


_PRIMES = _odd_primes()


def factor(line):
    """The prime factors of a number, smallest first. Trial division: a second for twelve digits."""
    number = int(line)
    factors = []
    for prime in [2, *_PRIMES]:
        while number % prime == 0:
            factors.append(prime)
            number //= prime
    divisor = _LIMIT + 1
    while divisor * divisor <= number:
        while number % divisor == 0:
            factors.append(divisor)
            number //= divisor
        divisor += 2
    if number > 1:
        factors.append(number)
    print("factored", line, "=", " x ".join(map(str, factors)))
    return factors
