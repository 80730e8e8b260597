package io.understudy.node.files;

import io.understudy.core.model.FileGeneration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where what a generation replaces, and nobody else has, is kept. For one thread at a time. */
final class Aside {

    private final Path folder;
    private boolean used;

    Aside(Store store, FileGeneration generation) {
        this.folder = store.folder().resolve("aside").resolve("before-" + generation);
    }

    Optional<Path> used() {
        return used ? Optional.of(folder) : Optional.empty();
    }

    /** A name for it there that is free; the folders above are made. */
    private Path name(String set, String path) throws IOException {
        Path name = folder.resolve(set).resolve(path);
        Path above = name.getParent();
        if (above != null) {
            Files.createDirectories(above);
        }
        for (int i = 2; Files.exists(name, java.nio.file.LinkOption.NOFOLLOW_LINKS); i++) {
            name = folder.resolve(set).resolve(path + "~" + i);
        }
        return name;
    }

    void content(Tree tree, String path) throws IOException {
        used = true;
        Path from = tree.resolve(path);
        Path to = name(tree.set().name(), path);
        Contents.linkOrCopy(from, to);
    }

    void link(Tree tree, String path, String target) throws IOException {
        used = true;
        Files.createSymbolicLink(name(tree.set().name(), path), Path.of(target));
    }
}
