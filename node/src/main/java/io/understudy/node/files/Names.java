package io.understudy.node.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.HashMap;
import java.util.Map;

/**
 * The names of users and groups: looked up once, since each look reads a file or asks a directory
 * server. For one thread at a time.
 */
final class Names {

    private record Numbers(int user, int group) {}

    private final Map<Numbers, Access.Owner> owners = new HashMap<>();

    Access of(Path path, Stat stat) throws IOException {
        Numbers numbers = new Numbers(stat.rights().user(), stat.rights().group());
        Access.Owner known = owners.get(numbers);
        if (known == null) {
            PosixFileAttributes found =
                    Files.readAttributes(
                            path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            known = new Access.Owner(found.owner().getName(), found.group().getName());
            owners.put(numbers, known);
        }
        return new Access(stat.rights().mode(), known);
    }

    /**
     * Gives a path that access, as far as it does not have it.
     *
     * @throws IOException when this daemon may not, or this host has no such user
     */
    void give(Path path, Stat now, Access wanted) throws IOException {
        Access found = of(path, now);
        PosixFileAttributeView view =
                Files.getFileAttributeView(
                        path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        boolean moved = !found.owner().equals(wanted.owner());
        if (moved) {
            UserPrincipalLookupService names =
                    FileSystems.getDefault().getUserPrincipalLookupService();
            try {
                if (!found.owner().user().equals(wanted.owner().user())) {
                    view.setOwner(names.lookupPrincipalByName(wanted.owner().user()));
                }
                if (!found.owner().group().equals(wanted.owner().group())) {
                    view.setGroup(names.lookupPrincipalByGroupName(wanted.owner().group()));
                }
            } catch (UserPrincipalNotFoundException e) {
                throw new IOException(
                        "needed the user or group %s of the primary on this host, found none; make it"
                                .formatted(e.getName()),
                        e);
            }
        }
        // A new owner takes away the bits that run a program as its owner.
        if (now.kind() != Stat.Kind.LINK && (moved || now.rights().mode() != wanted.mode())) {
            Files.setAttribute(path, "unix:mode", wanted.mode());
        }
    }
}
