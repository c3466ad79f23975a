package dev.lifeguard.job;

/// A Java heap as its virtual machine sees it, in bytes.
///
/// @param collector the collector's own word for the heap: `garbage-first heap`
/// @param usedBytes by objects, also those that are garbage by now
/// @param committedBytes what the virtual machine has set up for objects
/// @param reservedBytes what the heap can grow to; 0 is never said: then it equals committed
public record JvmHeap(String collector, long usedBytes, long committedBytes, long reservedBytes) {}
