#pragma once

#include "app/desktop/commandline.h"

#include <QFile>
#include <QJsonObject>
#include <QLocalServer>
#include <QObject>
#include <QString>
#include <memory>

class QLocalSocket;
class QTemporaryDir;

namespace app
{

/// One profile, one program: whoever comes second tells the first what it was asked to do, and ends. Two at
/// once would send one journal twice. Profiles in different folders know nothing of each other.
///
/// The first holds a lock on PROFILE/postrider.lock, which the system takes back however the program ends,
/// and listens on a socket for its user alone, whose path stands in that file. What is said there is one JSON
/// object in a line each way; versions of this program understand each other as far as they know the same
/// names:
///   {"postrider": "0.1.0", "account": URL, "folder": NAME, "token": the right to come to the front}
///   {"postrider": "0.1.0", "ok": true}  or  {"ok": false, "why": SENTENCE}
class OneProgram : public QObject
{
    Q_OBJECT
public:
    enum class Outcome {
        First,      ///< the profile is ours as long as this lives
        HandedOver, ///< another program does it, or will as soon as it can
        Refused,
    };
    static constexpr int AnswerMs = 5000; ///< who is busy longer does it later
    static constexpr int ReachMs = 10000; ///< the first may be starting or ending just now
    static constexpr qsizetype MaxLine = 64 * 1024;

    /// `profile` as Settings takes it.
    explicit OneProgram(const QString &profile, QObject *parent = nullptr);
    ~OneProgram() override;

    /// Becomes the first, or gives `line` to it. May wait; needs no event loop.
    Outcome claim(const CommandLine &line);
    /// One sentence for whoever started this program and gets no window of it; empty for the first.
    const QString &words() const { return m_words; }
    /// Empty where no socket could be made: then nobody can hand over, but nobody else can open the profile.
    QString socketPath() const { return m_socketPath; }

Q_SIGNALS:
    /// Another program was started: show the window, and open the folder if one is named.
    void asked(const QString &folder);

private:
    enum class Lock { Ours, Taken, Impossible };
    Lock takeLock();
    void listen();
    bool listenAt(const QString &path);
    Outcome handOver(const CommandLine &line);
    Outcome understand(const QJsonObject &answer);
    void onConnection();
    void answer(QLocalSocket *socket);
    QString objection(const QJsonObject &wish) const;

    QString m_profile;
    QString m_words;
    QString m_socketPath;
    QString m_account; ///< of the command line, when that names one
    QFile m_lock;
    bool m_locked = false;
    std::unique_ptr<QTemporaryDir> m_socketFolder; ///< where neither the session nor the profile has room
    QLocalServer m_server;
};

} // namespace app
