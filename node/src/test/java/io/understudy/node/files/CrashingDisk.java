package io.understudy.node.files;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * This host's disk, for a program that ends in the midst of what it does: so many changes happen,
 * and the next one does not, nor anything after it. What the program has done until then stays, as
 * it does after kill -9.
 */
final class CrashingDisk extends FileSystemProvider {

    private final FileSystemProvider real;
    private final FileSystem system = new CrashingFileSystem(this);
    private int left;
    private boolean crashed;

    CrashingDisk(FileSystem host, int changes) {
        this.real = host.provider();
        this.left = changes;
    }

    /** What the program that was ended gets to see of it. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    boolean crashed() {
        return crashed;
    }

    /** The same place, as the program sees it. */
    Path of(Path path) {
        return seen(path);
    }

    private void change() {
        if (left-- <= 0) {
            crashed = true;
            throw new Crash();
        }
    }

    /** A path on it. */
    private interface Seen {
        Path host();
    }

    static Path host(Path path) {
        return path instanceof Seen seen ? seen.host() : path;
    }

    /** All that a path says of itself it says of the host's, and what it leads to is seen alike. */
    private Path seen(Path host) {
        return (Path)
                Proxy.newProxyInstance(
                        CrashingDisk.class.getClassLoader(),
                        new Class<?>[] {Path.class, Seen.class},
                        (_, method, given) ->
                                switch (method.getName()) {
                                    case "host" -> host;
                                    case "getFileSystem" -> system;
                                    case "equals" ->
                                            given[0] instanceof Seen other
                                                    && other.host().equals(host);
                                    default -> seen(method, host, given);
                                });
    }

    private @Nullable Object seen(Method method, Path host, Object @Nullable [] given)
            throws Throwable {
        Object[] arguments = given == null ? new Object[0] : given.clone();
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = arguments[i] instanceof Seen seen ? seen.host() : arguments[i];
        }
        try {
            Object answer = method.invoke(host, arguments);
            return answer instanceof Path path ? seen(path) : answer;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public String getScheme() {
        return "crashing";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (options.contains(StandardOpenOption.WRITE)
                || options.contains(StandardOpenOption.APPEND)) {
            change();
        }
        return real.newFileChannel(host(path), options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> found = real.newDirectoryStream(host(path), _ -> true)) {
            found.forEach(child -> all.add(seen(child)));
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return all.iterator();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
        change();
        real.createDirectory(host(path), attributes);
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
            throws IOException {
        change();
        real.createSymbolicLink(host(link), host(target), attributes);
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        change();
        real.createLink(host(link), host(existing));
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        return seen(real.readSymbolicLink(host(link)));
    }

    @Override
    public void delete(Path path) throws IOException {
        change();
        real.delete(host(path));
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) throws IOException {
        change();
        real.copy(host(from), host(to), options);
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
        change();
        real.move(host(from), host(to), options);
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        return real.isSameFile(host(one), host(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return real.isHidden(host(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return real.getFileStore(host(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        real.checkAccess(host(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return real.getFileAttributeView(host(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
            Path path, Class<A> type, LinkOption... options) throws IOException {
        return real.readAttributes(host(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
            throws IOException {
        return real.readAttributes(host(path), names, options);
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options)
            throws IOException {
        change();
        real.setAttribute(host(path), name, value, options);
    }
}
