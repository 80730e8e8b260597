package io.understudy.node.api;

import io.understudy.node.users.Clash;

/**
 * A user or token of the page that was changed in two places at once, so that one change is lost.
 *
 * @param name with its kind in front
 * @param kept what it is now
 * @param lost what it would be by the other change
 * @param sentence the same for people, with what to do
 */
public record ClashReport(String name, String kept, String lost, String sentence) {

    public static ClashReport of(Clash clash) {
        return new ClashReport(clash.name(), clash.kept(), clash.lost(), clash.sentence());
    }
}
