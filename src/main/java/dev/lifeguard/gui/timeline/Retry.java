package dev.lifeguard.gui.timeline;

/// A lost attempt and the one that made good for it.
record Retry(int task, int fromWorker, long lostNanos, int toWorker, long startedNanos) {}
