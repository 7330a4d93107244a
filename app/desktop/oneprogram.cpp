#include "app/desktop/oneprogram.h"

#include "app/desktop/settings.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QThread>
#include <cerrno>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace app
{

namespace
{

constexpr const char *ActivationToken = "XDG_ACTIVATION_TOKEN";
constexpr const char *StartupId = "DESKTOP_STARTUP_ID";
constexpr int RetryMs = 50;
/// Of the socket in a profile, and the beginning of its name elsewhere.
constexpr QLatin1String SocketName("postrider.socket");
/// QLocalServer makes a folder with a random name beside the socket, and the socket in it first.
constexpr qsizetype MostOfPath = qsizetype(sizeof(sockaddr_un::sun_path)) - 12;

QByteArray toLine(QJsonObject object)
{
    object.insert(QStringLiteral("postrider"), QStringLiteral(POSTRIDER_VERSION));
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

/// The session's folder for such things, if it is what it should be: there, and only ours. Empty if not.
QString sessionFolder()
{
    const QByteArray path = qgetenv("XDG_RUNTIME_DIR");
    struct stat what;
    if (!path.startsWith('/') || ::stat(path.constData(), &what) != 0)
        return {};
    const bool ours = S_ISDIR(what.st_mode) && what.st_uid == ::geteuid() && (what.st_mode & 077) == 0;
    return ours ? QFile::decodeName(path) : QString();
}

/// The same profile has the same name.
QString socketNameFor(const QString &profile)
{
    const QByteArray hash =
        QCryptographicHash::hash(profile.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return QStringLiteral("postrider-") + QString::fromLatin1(hash);
}

/// One that a program left behind; nothing else is ever removed because a file says so.
void removeSocket(const QString &path)
{
    struct stat what;
    if (::lstat(QFile::encodeName(path).constData(), &what) == 0 && S_ISSOCK(what.st_mode) &&
        QFileInfo(path).fileName().startsWith(QLatin1String("postrider")))
        QFile::remove(path);
}

} // namespace

OneProgram::OneProgram(const QString &profile, QObject *parent)
    : QObject(parent)
    , m_profile(makeProfile(profile))
    , m_lock(QDir(m_profile).filePath(QStringLiteral("postrider.lock")))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &OneProgram::onConnection);
}

OneProgram::~OneProgram()
{
    m_server.close();
    // The file stays: who opened it meanwhile and who opens it next must mean the same one.
    if (m_locked)
        m_lock.resize(0);
}

OneProgram::Outcome OneProgram::claim(const CommandLine &line)
{
    m_account = line.accountUrl;
    QDeadlineTimer patience(ReachMs);
    for (;;) {
        switch (takeLock()) {
        case Lock::Ours:
            listen();
            return Outcome::First;
        case Lock::Impossible:
            // The settings find better words for that, if nothing can be written there at all.
            return Outcome::First;
        case Lock::Taken:
            break;
        }
        const bool late = patience.hasExpired();
        const Outcome outcome = handOver(line);
        if (outcome != Outcome::Refused || !m_words.isEmpty())
            return outcome;
        // Nobody listens: the first is only starting, or ending just now.
        if (late)
            break;
        QThread::msleep(RetryMs);
    }
    m_words = tr("Another program works with the profile %1, and cannot be reached.").arg(m_profile);
    return Outcome::Refused;
}

/// Not QLockFile, which knows the holder by its process number: after kill -9 in a container, where numbers
/// begin anew, that belongs to somebody else, and nobody could start any more. This lock goes with the
/// process.
OneProgram::Lock OneProgram::takeLock()
{
    if (!m_lock.isOpen() &&
        !m_lock.open(QIODevice::ReadWrite | QIODevice::Unbuffered, QFile::ReadOwner | QFile::WriteOwner))
        return Lock::Impossible;
    int result = 0;
    do {
        result = ::flock(m_lock.handle(), LOCK_EX | LOCK_NB);
    } while (result != 0 && errno == EINTR);
    if (result != 0)
        return errno == EWOULDBLOCK ? Lock::Taken : Lock::Impossible;
    m_locked = true;
    return Lock::Ours;
}

void OneProgram::listen()
{
    // The lock is ours, so whoever left a socket is gone.
    m_lock.seek(0);
    removeSocket(QString::fromUtf8(m_lock.readLine(4096)).trimmed());
    m_lock.resize(0);
    const QString session = sessionFolder();
    if (!session.isEmpty())
        listenAt(QDir(session).filePath(socketNameFor(m_profile)));
    // Another system may have mounted the profile, so here the lock decides whose the socket is, too.
    if (!m_server.isListening())
        listenAt(QDir(m_profile).filePath(SocketName));
    // A file system without sockets, or a path too long for one.
    for (const QString &place : {QDir::tempPath(), QStringLiteral("/tmp")}) {
        if (m_server.isListening())
            break;
        m_socketFolder = std::make_unique<QTemporaryDir>(QDir(place).filePath(QStringLiteral("postrider-")));
        if (m_socketFolder->isValid())
            listenAt(m_socketFolder->filePath(SocketName));
    }
    if (!m_server.isListening())
        return;
    // Who comes while this program ends waits for the lock.
    connect(QCoreApplication::instance(), &QCoreApplication::aboutToQuit, &m_server, &QLocalServer::close);
    m_lock.seek(0);
    m_lock.write(m_socketPath.toUtf8() + '\n');
}

bool OneProgram::listenAt(const QString &path)
{
    if (QFile::encodeName(path).size() > MostOfPath)
        return false;
    removeSocket(path);
    if (!m_server.listen(path))
        return false;
    m_socketPath = path;
    return true;
}

/// Refused without words: nobody was there.
OneProgram::Outcome OneProgram::handOver(const CommandLine &line)
{
    m_lock.seek(0);
    const QString path = QString::fromUtf8(m_lock.readLine(4096)).trimmed();
    if (path.isEmpty())
        return Outcome::Refused;
    QLocalSocket socket;
    socket.connectToServer(path);
    if (!socket.waitForConnected(ReachMs))
        return Outcome::Refused;
    QJsonObject wish;
    if (!line.accountUrl.isEmpty())
        wish.insert(QStringLiteral("account"), line.accountUrl);
    if (!line.folder.isEmpty())
        wish.insert(QStringLiteral("folder"), line.folder);
    for (const char *name : {ActivationToken, StartupId}) {
        if (const QByteArray token = qgetenv(name);
            !token.isEmpty() && !wish.contains(QStringLiteral("token")))
            wish.insert(QStringLiteral("token"), QString::fromLocal8Bit(token));
    }
    socket.write(toLine(wish));
    QDeadlineTimer patience(AnswerMs);
    while (!socket.canReadLine() && !patience.hasExpired()) {
        if (!socket.waitForReadyRead(int(patience.remainingTime())))
            break;
    }
    const QJsonObject said = QJsonDocument::fromJson(socket.readLine(MaxLine)).object();
    if (!said.isEmpty())
        return understand(said);
    // Gone without a word while it could have answered: it ended. Else it will read what waits for it.
    if (socket.state() != QLocalSocket::ConnectedState)
        return Outcome::Refused;
    m_words = tr("The Postrider that works with the profile %1 is busy; it will come as soon as it can.")
                  .arg(m_profile);
    return Outcome::HandedOver;
}

OneProgram::Outcome OneProgram::understand(const QJsonObject &answer)
{
    if (answer.value(QStringLiteral("ok")).toBool(true)) {
        m_words = tr("Postrider works with the profile %1 already; its window was asked for.").arg(m_profile);
        return Outcome::HandedOver;
    }
    m_words = answer.value(QStringLiteral("why")).toString();
    if (m_words.isEmpty())
        m_words = tr("The Postrider that works with the profile %1 refused.").arg(m_profile);
    return Outcome::Refused;
}

void OneProgram::onConnection()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { answer(socket); });
        // It may have said all there is, and have left.
        answer(socket);
    }
}

void OneProgram::answer(QLocalSocket *socket)
{
    if (socket->bytesAvailable() > MaxLine) {
        socket->abort();
        return;
    }
    if (!socket->canReadLine())
        return;
    const QJsonObject wish = QJsonDocument::fromJson(socket->readLine(MaxLine)).object();
    const QString why = objection(wish);
    QJsonObject said{{QStringLiteral("ok"), why.isEmpty()}};
    if (!why.isEmpty())
        said.insert(QStringLiteral("why"), why);
    socket->write(toLine(said));
    socket->flush();
    socket->disconnectFromServer();
    if (!why.isEmpty())
        return;
    // What the desktop wants to see before another window may come to the front.
    if (const QString token = wish.value(QStringLiteral("token")).toString(); !token.isEmpty())
        qputenv(ActivationToken, token.toLocal8Bit());
    Q_EMIT asked(wish.value(QStringLiteral("folder")).toString());
}

QString OneProgram::objection(const QJsonObject &wish) const
{
    const QString account = wish.value(QStringLiteral("account")).toString();
    if (account.isEmpty() || account == m_account)
        return {};
    return tr("Postrider works with the profile %1 already; --account needs one of its own (--profile).")
        .arg(m_profile);
}

} // namespace app
