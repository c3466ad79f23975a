/* The least that noticing a death can take: a loop that waits for a process handle and a pipe.
 *
 *     cc -O2 -o bareloop bareloop.c
 *     bareloop PYTHON SCRIPT
 *
 * SCRIPT prints one byte when it is ready and then does nothing. One process of it is there from the
 * beginning. For each line on standard input something is done, and one line in milliseconds printed:
 *     kill   from SIGKILL of the process until its exit and the end of its pipe have been seen
 *     start  from before the creation of the next one until it is ready; after each "kill"
 * So the process that is killed is as old as its caller likes: the memory of one that has lain idle
 * while others filled theirs takes a third longer to free than that of one which has just filled it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

extern char **environ;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static void must(int held, const char *what) {
  if (!held) {
    perror(what);
    exit(1);
  }
}

static pid_t start(char *const command[], int *from) {
  int ends[2];
  posix_spawn_file_actions_t actions;
  pid_t pid;
  must(pipe2(ends, O_CLOEXEC) == 0, "pipe2");
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  errno = posix_spawnp(&pid, command[0], &actions, NULL, command, environ);
  must(errno == 0, command[0]);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  *from = ends[0];
  return pid;
}

static void await_ready(int from) {
  char byte;
  must(read(from, &byte, 1) == 1, "the script did not get ready");
}

/* Both signs of the end, in whatever order they come. */
static void await_end(int handle, int from) {
  int loop = epoll_create1(EPOLL_CLOEXEC);
  int seen = 0;
  struct epoll_event event = {.events = EPOLLIN};
  event.data.fd = handle;
  must(epoll_ctl(loop, EPOLL_CTL_ADD, handle, &event) == 0, "epoll_ctl");
  event.data.fd = from;
  must(epoll_ctl(loop, EPOLL_CTL_ADD, from, &event) == 0, "epoll_ctl");
  while (seen < 2) {
    must(epoll_wait(loop, &event, 1, -1) == 1, "epoll_wait");
    if (event.data.fd == handle) {
      siginfo_t info;
      must(waitid(P_PIDFD, handle, &info, WEXITED) == 0, "waitid");
      seen++;
    } else {
      char bytes[64];
      if (read(from, bytes, sizeof bytes) > 0) {
        continue;
      }
      seen++;
    }
    epoll_ctl(loop, EPOLL_CTL_DEL, event.data.fd, NULL);
  }
  close(loop);
}

int main(int count, char **words) {
  char line[64];
  if (count != 3) {
    fprintf(stderr, "usage: bareloop PYTHON SCRIPT\n");
    return 2;
  }
  char *const command[] = {words[1], words[2], NULL};
  int from;
  pid_t pid = start(command, &from);
  await_ready(from);
  while (fgets(line, sizeof line, stdin)) {
    double began = now();
    if (strncmp(line, "kill", 4) == 0) {
      int handle = syscall(SYS_pidfd_open, pid, 0);
      must(handle >= 0, "pidfd_open");
      began = now();
      kill(pid, SIGKILL);
      await_end(handle, from);
      printf("%.3f\n", now() - began);
      close(handle);
      close(from);
      pid = 0;
    } else {
      must(pid == 0, "one process at a time: kill");
      pid = start(command, &from);
      await_ready(from);
      printf("%.3f\n", now() - began);
    }
    fflush(stdout);
  }
  if (pid != 0) {
    kill(pid, SIGKILL);
  }
  return 0;
}
