package io.understudy.node.files;

/**
 * Who may do what with a file.
 *
 * @param mode the permission bits, set-user-id and the like among them; 0 of a symbolic link
 */
record Access(int mode, Owner owner) {

    /** Names, since a user may have another number on another host. */
    record Owner(String user, String group) {}
}
