package dev.lifeguard.probe.windows;

import java.util.Optional;

/// Makes the real calls, unless a test has something else to say.
abstract class Between implements Win32 {
  private final Win32 real;

  Between(Win32 real) {
    this.real = real;
  }

  /// Comes before each call.
  interface Before {
    /// May change the arguments.
    void call(String function, Win32.Argument[] arguments);
  }

  /// Comes after each call.
  interface After {
    /// May look at what was written into the arguments.
    void called(String function, Win32.Argument[] arguments, Answer answer);
  }

  static Win32 before(Win32 real, Before before) {
    return new Between(real) {
      @Override
      Optional<Answer> call(String function, Argument[] arguments) {
        before.call(function, arguments);
        return Optional.empty();
      }
    };
  }

  static Win32 after(Win32 real, After after) {
    return new Between(real) {
      @Override
      Optional<Answer> call(String function, Argument[] arguments) {
        return Optional.empty();
      }

      @Override
      public Answer call(String library, String function, Argument... arguments) {
        Answer answer = real.call(library, function, arguments);
        after.called(function, arguments, answer);
        return answer;
      }
    };
  }

  /// A call of this function is refused with an error number.
  static Win32 refusing(Win32 real, String refused, int error) {
    return new Between(real) {
      @Override
      Optional<Answer> call(String function, Argument[] arguments) {
        return function.equals(refused) ? Optional.of(new Answer(0, error)) : Optional.empty();
      }
    };
  }

  @Override
  public Answer call(String library, String function, Argument... arguments) {
    return call(function, arguments).orElseGet(() -> real.call(library, function, arguments));
  }

  /// May change the arguments, or answer in place of the system.
  abstract Optional<Answer> call(String function, Argument[] arguments);

  @Override
  public long addressOf(java.lang.foreign.MemorySegment buffer) {
    return real.addressOf(buffer);
  }

  /// A number among the arguments.
  static long value(Argument argument) {
    return argument instanceof Argument.Value(long value) ? value : 0;
  }
}
