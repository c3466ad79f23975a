package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SmapsAreasTest {
  private static String area(String rights, String flags, String path) {
    return """
    7f1c40000000-7f1c52c00000 %s 00000000 00:00 0 %s
    Size:             307200 kB
    KernelPageSize:        4 kB
    Rss:                   0 kB
    AnonHugePages:         0 kB
    FilePmdMapped:         0 kB
    THPeligible:           1
    VmFlags: %s
    """
        .formatted(rights, path, flags);
  }

  private static final long SIZE = 307200L * 1024;

  @Test
  void promisedAreaIsAccounted() {
    assertThat(SmapsAreas.parse(area("rw-p", "rd wr mr mw me ac sd", "")))
        .isEqualTo(new SmapsAreas(SIZE, 0, 0, 0, 0));
  }

  @Test
  void areaWithoutPromiseIsNoReserve() {
    assertThat(SmapsAreas.parse(area("rw-p", "rd wr mr mw me nr sd", "")))
        .isEqualTo(new SmapsAreas(0, SIZE, 0, 0, 0));
  }

  @Test
  void strictOvercommitIgnoresNoReserveSoTheAreaIsAccounted() {
    assertThat(SmapsAreas.parse(area("rw-p", "rd wr mr mw me nr ac", "")))
        .isEqualTo(new SmapsAreas(SIZE, 0, 0, 0, 0));
  }

  @Test
  void onlyPrivateWritableAreasAreNoReserve() {
    String text =
        area("---p", "mr mw me nr sd", "")
            + area("rw-s", "rd wr sh mr mw me nr", "/memfd:x (deleted)")
            + area("r--p", "rd mr mw me nr", "/usr/lib/a b");
    assertThat(SmapsAreas.parse(text)).isEqualTo(new SmapsAreas(0, 0, 0, 0, 0));
  }

  @Test
  void areaAfterAnotherCountsForItself() {
    String text = area("rw-p", "rd wr ac", "[heap]") + area("rw-p", "rd wr nr", "/a-b: c");
    assertThat(SmapsAreas.parse(text)).isEqualTo(new SmapsAreas(SIZE, SIZE, 0, 0, 0));
  }

  @Test
  void tornAreaIsNotCounted() {
    String text = area("rw-p", "rd wr mr mw me ac", "");
    assertThat(SmapsAreas.parse(text.substring(0, text.indexOf("VmFlags"))))
        .isEqualTo(new SmapsAreas(0, 0, 0, 0, 0));
    assertThat(SmapsAreas.parse("")).isEqualTo(new SmapsAreas(0, 0, 0, 0, 0));
    assertThat(SmapsAreas.parse("\n\nx\n")).isEqualTo(new SmapsAreas(0, 0, 0, 0, 0));
  }
}
