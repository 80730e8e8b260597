package io.understudy.bench.takeover;

/** What happens to the primary's node. */
enum Scenario {
    SWITCHOVER("switchover"),
    KILL("kill, leader survives"),
    FREEZE("freeze, leader survives"),
    KILL_WITH_LEADER("kill, leader dies too");

    private final String title;

    Scenario(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
