package io.understudy.node.disk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What an exception of the file system means to a person. Pure. */
public final class Trouble {

    private Trouble() {}

    public static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + " is missing";
            case AccessDeniedException denied -> denied.getFile() + " may not be accessed";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            case FileNotFoundException old -> withoutItsFile(String.valueOf(old.getMessage()));
            case IOException other -> String.valueOf(other.getMessage());
        };
    }

    /** Older parts of the JDK give a file and a reason in brackets. */
    private static String withoutItsFile(String message) {
        int bracket = message.lastIndexOf(" (");
        boolean missing = message.contains("No such file");
        return bracket > 0 && message.endsWith(")") && !missing
                ? message.substring(bracket + 2, message.length() - 1)
                : message;
    }
}
