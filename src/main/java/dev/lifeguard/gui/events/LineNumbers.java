package dev.lifeguard.gui.events;

/// An ascending list of numbers that is only appended to; each picture sees no further than the
/// length that it had. Whoever needs more room or other numbers makes another array.
///
/// @param numbers at least `size` of them
// The array is shared on purpose: what is seen of it never changes.
@SuppressWarnings("ArrayRecordComponent")
record LineNumbers(int[] numbers, int size) {
  static final LineNumbers NONE = new LineNumbers(new int[0], 0);

  int get(int index) {
    return numbers[index];
  }
}
