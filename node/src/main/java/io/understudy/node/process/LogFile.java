package io.understudy.node.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Where a detached program's output goes. The program writes straight into the file, since it
 * outlives the daemon. At each start the earlier files move on by one (.1, .2, .3). A file that
 * outgrows its cap has its last half copied to .1 and is then emptied in place; what the program
 * writes between the two is lost, which a log can bear. So the files hold about four caps at most.
 *
 * @param path the current file
 * @param capBytes how large it may become before it is emptied
 */
public record LogFile(Path path, long capBytes) {

    private static final int KEPT = 3;
    private static final int TAIL_BYTES = 4096;
    private static final int LINE_CHARACTERS = 300;

    public LogFile {
        path = path.toAbsolutePath();
        if (capBytes < TAIL_BYTES) {
            throw new IllegalArgumentException(
                    "a log's cap is at least " + TAIL_BYTES + " bytes, but was " + capBytes);
        }
    }

    /** Makes room for a new run: the file of the last one becomes .1. */
    void rotate() throws IOException {
        Path folder = path.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (!Files.exists(path) || Files.size(path) == 0) {
            return;
        }
        for (int i = KEPT - 1; i >= 1; i--) {
            if (Files.exists(older(i))) {
                Files.move(older(i), older(i + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(path, older(1), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Empties the file when it has outgrown its cap. */
    void keepWithinCap() throws IOException {
        if (!Files.exists(path) || Files.size(path) <= capBytes) {
            return;
        }
        try (FileChannel from =
                        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileChannel to =
                        FileChannel.open(
                                older(1),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING)) {
            long size = from.size();
            from.transferTo(size - capBytes / 2, capBytes / 2, to);
            from.truncate(0);
        }
    }

    /** The last line that says something, shortened; empty where there is none. */
    public String lastLine() {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer tail = ByteBuffer.allocate(TAIL_BYTES);
            channel.read(tail, Math.max(0, channel.size() - TAIL_BYTES));
            String text = new String(tail.array(), 0, tail.position(), StandardCharsets.UTF_8);
            String line =
                    text.lines()
                            .filter(one -> !one.isBlank())
                            .reduce("", (_, next) -> next)
                            .strip();
            return line.length() <= LINE_CHARACTERS ? line : line.substring(0, LINE_CHARACTERS);
        } catch (IOException _) {
            return "";
        }
    }

    private Path older(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }
}
