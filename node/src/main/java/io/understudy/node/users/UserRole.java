package io.understudy.node.users;

/** What a person may do on the page. */
public enum UserRole {
    /** See everything, change nothing. */
    VIEWER,
    /** Change what the command line changes, too. */
    OPERATOR
}
