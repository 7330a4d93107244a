#pragma once

#include "account/events.h"

#include <QFile>
#include <QJsonObject>
#include <QString>

namespace app
{

/// What happened when, as JSON lines that benchmarks read: {"ms": 412.7, "event": "list-shown", ...}.
/// `ms` counts from the start of the process as the kernel knows it, so that loading the program is in it.
/// Each line is on disk, as far as the system is concerned, when `record` returns.
class Timeline
{
public:
    /// Appends to `path`. Does nothing when `path` is empty; see problem() when it cannot be opened.
    explicit Timeline(const QString &path);

    bool isOn() const { return m_file.isOpen(); }
    QString problem() const { return m_problem; }

    void record(const char *event, QJsonObject fields = {}, const imap::Traffic &traffic = {});
    /// For what was noticed now but happened `ms` after the start.
    void recordAt(double ms, const char *event, QJsonObject fields = {}, const imap::Traffic &traffic = {});

    /// Milliseconds since the process started, now.
    static double now();

private:
    QFile m_file;
    QString m_problem;
};

} // namespace app
