package dev.lifeguard.gui.timeline;

/// What goes on in a lane now.
///
/// @param kind [BarKind#STARTING] or [BarKind#RUNNING]
/// @param task the task, 0 while the worker comes up
/// @param item the beginning of its item
record OpenBar(BarKind kind, long startNanos, int task, int attempt, String item) {}
