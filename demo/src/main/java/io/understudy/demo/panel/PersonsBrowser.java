package io.understudy.demo.panel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Opens the person's browser, where there is one to see. By a file that only he or she can read: an
 * argument is seen by everybody on the machine, and the address has a key.
 */
final class PersonsBrowser {

    private static final Path OPENER = Path.of("/usr/bin/xdg-open");

    private PersonsBrowser() {}

    static boolean isThere(Map<String, String> environment) {
        boolean screen =
                environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
        return screen && Files.isExecutable(OPENER);
    }

    /**
     * Returns once the browser was asked for; what it then does, nobody knows.
     *
     * @param folder for the file
     */
    static void open(String address, Path folder) throws IOException {
        Path file =
                Files.createFile(
                        folder.resolve("lab-panel.html"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file,
                "<!doctype html><meta charset=\"utf-8\"><title>Lab panel</title>"
                        + "<meta http-equiv=\"refresh\" content=\"0; url=%s\">".formatted(address),
                StandardCharsets.UTF_8);
        open(file.toString());
    }

    /** An address without a secret. */
    static void open(String address) throws IOException {
        Process process =
                new ProcessBuilder(OPENER.toString(), address)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        process.getOutputStream().close();
    }
}
