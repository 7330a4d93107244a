#include "ui/views/attachmentactions.h"

#include "mime/partdecoder.h"
#include "ui/support/confirmation.h"
#include "ui/support/errortext.h"
#include "ui/support/formatting.h"
#include "ui/support/onfinished.h"
#include "ui/views/attachmentstrip.h"

#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

namespace ui
{

using imap::mime::AttachmentInfo;

namespace
{

constexpr const char *riskyExtensions = " action ade adp apk app appimage application appref-ms bas bash bat "
                                        "bin bundle chm class cmd com command cpl "
                                        "csh csproj deb desktop dll docm dotm dmg elf exe fish gadget hlp "
                                        "hta htm html inf ins iso isp jar js jse jnlp "
                                        "ksh lib lnk lua mde mhtml msc msh mshxml msi msp mst ocx ops osx "
                                        "out pcd pif pkg pl potm ppam ppsm pptm prf "
                                        "prg ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psm1 py pyc pyo pyw rb reg "
                                        "rpm run scf scpt scr sct service sh shb "
                                        "shs shtml snap so svg sys tcl tcsh url vb vbe vbp vbs vxd workflow "
                                        "ws wsc wsf wsh xbap xhtml xla xlam xlsm "
                                        "xltm xml xsl zsh ";

constexpr const char *riskyTypes[] = {"application/x-executable",  "application/x-sharedlib",
                                      "application/x-shellscript", "application/x-desktop",
                                      "application/x-msdownload",  "application/x-ms-dos-executable",
                                      "application/javascript",    "text/javascript",
                                      "application/java-archive",  "application/x-python-code",
                                      "application/vnd.appimage",  "text/html",
                                      "application/xhtml+xml",     "image/svg+xml",
                                      "application/vnd.flatpak",   "application/x-perl"};

/// Puts the bytes there; what went wrong, empty: nothing. Without `replace` nothing may be there yet.
QString write(const QString &path, const QByteArray &bytes, bool replace)
{
    QString problem;
    if (replace) {
        QSaveFile file(path);
        if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
            return {};
        problem = file.errorString();
    } else {
        QFile file(path);
        if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly) && file.write(bytes) == bytes.size() &&
            file.flush())
            return {};
        problem = file.errorString();
    }
    return AttachmentActions::tr("“%1” could not be written: %2").arg(QFileInfo(path).fileName(), problem);
}

/// The same path, or one with a number in its name where that is taken.
QString freePath(const QString &wanted)
{
    const QFileInfo info(wanted);
    const QString suffix = info.suffix().isEmpty() ? QString() : QLatin1Char('.') + info.suffix();
    QString path = wanted;
    for (int i = 2; QFileInfo::exists(path); ++i)
        path =
            info.dir().filePath(QStringLiteral("%1 (%2)%3").arg(info.completeBaseName()).arg(i).arg(suffix));
    return path;
}

} // namespace

bool isRisky(const QString &fileName, const QByteArray &mimeType)
{
    // Windows and some desktops ignore dots and spaces at the end of a name.
    QString name = fileName.toLower();
    while (name.endsWith(QLatin1Char('.')) || name.endsWith(QLatin1Char(' ')))
        name.chop(1);
    const qsizetype dot = name.lastIndexOf(QLatin1Char('.'));
    const QString extension = dot < 0 ? QString() : name.mid(dot + 1);
    if (!extension.isEmpty() && !extension.contains(QLatin1Char(' ')) &&
        QString::fromLatin1(riskyExtensions).contains(QStringLiteral(" %1 ").arg(extension)))
        return true;
    return std::any_of(std::begin(riskyTypes), std::end(riskyTypes),
                       [&](const char *type) { return mimeType == type; });
}

AttachmentActions::AttachmentActions(AttachmentStrip *strip, QWidget *window)
    : QObject(strip)
    , m_strip(strip)
    , m_window(window)
    , m_open([](const QUrl &url) { return QDesktopServices::openUrl(url); })
{
    m_chooseFile = [this](const QString &proposal, const std::function<void(const QString &)> &chosen) {
        auto *dialog = new QFileDialog(m_window, tr("Save Attachment"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DownloadLocation));
        dialog->selectFile(proposal);
        connect(dialog, &QFileDialog::fileSelected, this, chosen);
        dialog->open();
    };
    m_chooseFolder = [this](const QString &, const std::function<void(const QString &)> &chosen) {
        auto *dialog = new QFileDialog(m_window, tr("Save All Attachments"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
        dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DownloadLocation));
        connect(dialog, &QFileDialog::fileSelected, this, chosen);
        dialog->open();
    };
    connect(strip, &AttachmentStrip::openWanted, this, &AttachmentActions::open);
    connect(strip, &AttachmentStrip::saveWanted, this, &AttachmentActions::save);
    connect(strip, &AttachmentStrip::saveAllWanted, this, &AttachmentActions::saveAll);
}

AttachmentActions::~AttachmentActions()
{
    if (!m_opened)
        return;
    // They were made read-only, which must not keep them from being removed.
    const QFileInfoList files = QDir(m_opened->path()).entryInfoList(QDir::Files | QDir::Hidden);
    for (const QFileInfo &file : files)
        QFile::setPermissions(file.filePath(), QFile::ReadOwner | QFile::WriteOwner);
}

void AttachmentActions::setMessage(imap::AccountHandle *handle, const imap::MailboxName &folder,
                                   imap::Uid uid)
{
    m_shown = handle ? std::make_shared<Message>(Message{handle, folder, uid}) : nullptr;
}

void AttachmentActions::followRename(const imap::MailboxName &folder)
{
    if (m_shown)
        m_shown->folder = folder;
}

bool AttachmentActions::isShown(const MessagePtr &message) const
{
    return message == m_shown && m_strip->isVisible();
}

void AttachmentActions::tellProblem(const MessagePtr &message, const QString &words, const QString &details)
{
    if (isShown(message))
        m_strip->setProblem(words);
    else
        Q_EMIT failed(words, details);
}

void AttachmentActions::fetch(const MessagePtr &message, const AttachmentInfo &attachment, const Use &use,
                              const Fail &fail)
{
    if (message == m_shown) {
        m_strip->setProblem({});
        m_strip->setBusy(attachment.section, true);
    }
    const auto ended = [this, message, section = attachment.section] {
        if (message == m_shown)
            m_strip->setBusy(section, false);
    };
    const QFuture<imap::MessageBody> body =
        message->account
            ? message->account->fetchSections(message->folder, message->uid, {attachment.section})
            : QtFuture::makeExceptionalFuture<imap::MessageBody>(
                  std::make_exception_ptr(imap::LocalError(tr("The account was removed."))));
    onFinished(
        body, this,
        [ended, attachment, use, fail](const imap::MessageBody &found) {
            ended();
            const auto section = found.sections.constFind(attachment.section);
            if (section == found.sections.constEnd())
                fail(tr("The server did not send “%1”.").arg(attachment.fileName), {});
            else
                use(imap::mime::decodeTransfer(*section, attachment.encoding));
        },
        [ended, attachment, fail](const imap::Error &error) {
            ended();
            const ErrorText text = errorText(error);
            fail(tr("“%1” could not be loaded. %2").arg(attachment.fileName, text.what), text.details);
        });
}

void AttachmentActions::open(const AttachmentInfo &attachment)
{
    if (!isRisky(attachment.fileName, attachment.mimeType)) {
        openNow(attachment);
        return;
    }
    const Confirmation question{
        .name = QStringLiteral("riskQuestion"),
        .title = tr("Open Attachment"),
        .text = tr("“%1” may run as a program or load things from the network.").arg(attachment.fileName),
        .more = tr("Open it only if you expected it and know who sent it. A name in “From” is no proof."),
        .verb = tr("&Open Anyway"),
        .icon = QMessageBox::Warning,
        .role = QMessageBox::AcceptRole,
    };
    confirm(m_window, this, question, [this, attachment, message = m_shown] {
        if (message == m_shown)
            openNow(attachment);
    });
}

void AttachmentActions::openNow(const AttachmentInfo &attachment)
{
    if (!m_shown)
        return;
    fetch(
        m_shown, attachment,
        [this, message = m_shown, name = attachment.fileName](const QByteArray &bytes) {
            openFile(message, name, bytes);
        },
        [this, message = m_shown](const QString &words, const QString &details) {
            tellProblem(message, words, details);
        });
}

void AttachmentActions::openFile(const MessagePtr &message, const QString &fileName, const QByteArray &bytes)
{
    if (!m_opened)
        m_opened = std::make_unique<QTemporaryDir>(
            QDir(QDir::tempPath()).filePath(QStringLiteral("postrider-XXXXXX")));
    if (!m_opened->isValid()) {
        tellProblem(message, tr("There is no room for temporary files: %1").arg(m_opened->errorString()));
        return;
    }
    QString path = m_opened->filePath(fileName);
    for (int i = 2; QFileInfo::exists(path); ++i)
        path = m_opened->filePath(QStringLiteral("%1-%2").arg(i).arg(fileName));
    if (const QString problem = write(path, bytes, false); !problem.isEmpty()) {
        tellProblem(message, problem);
        return;
    }
    // Read-only: changes to it would be lost without a word.
    QFile::setPermissions(path, QFile::ReadOwner);
    if (!m_open(QUrl::fromLocalFile(path)))
        tellProblem(message, tr("No program on this computer opens “%1”. You can save it.").arg(fileName));
}

/// Files on their way to a folder or a place of their own, one behind the other.
struct AttachmentActions::Saving {
    MessagePtr message;
    QList<AttachmentInfo> left;
    std::function<QString(const AttachmentInfo &)> place; ///< the file's path
    bool replace = false;
    QString folder{}; ///< of the last one
    int done = 0;
    QStringList failures{}; ///< a sentence each
    QString details{};      ///< of the first of them
};

void AttachmentActions::save(const AttachmentInfo &attachment)
{
    if (!m_shown)
        return;
    m_chooseFile(attachment.fileName, [this, attachment, message = m_shown](const QString &path) {
        if (path.isEmpty())
            return;
        const auto place = [path](const AttachmentInfo &) { return path; };
        saveNext(std::make_shared<Saving>(Saving{message, {attachment}, place, true}));
    });
}

void AttachmentActions::saveAll()
{
    if (!m_shown)
        return;
    m_chooseFolder({}, [this, message = m_shown, all = m_strip->attachments()](const QString &folder) {
        if (folder.isEmpty())
            return;
        const auto place = [folder](const AttachmentInfo &attachment) {
            return freePath(QDir(folder).filePath(attachment.fileName));
        };
        saveNext(std::make_shared<Saving>(Saving{message, all, place}));
    });
}

void AttachmentActions::saveNext(const std::shared_ptr<Saving> &saving)
{
    if (saving->left.isEmpty()) {
        endSaving(*saving);
        return;
    }
    const AttachmentInfo attachment = saving->left.takeFirst();
    // One that fails is no reason to lose the others.
    const Fail fail = [this, saving](const QString &words, const QString &details) {
        if (saving->failures.isEmpty())
            saving->details = details;
        saving->failures << words;
        saveNext(saving);
    };
    fetch(
        saving->message, attachment,
        [this, saving, attachment, fail](const QByteArray &bytes) {
            const QString path = saving->place(attachment);
            if (const QString problem = write(path, bytes, saving->replace); !problem.isEmpty()) {
                fail(problem, {});
                return;
            }
            saving->folder = QFileInfo(path).absolutePath();
            ++saving->done;
            saveNext(saving);
        },
        fail);
}

void AttachmentActions::endSaving(const Saving &saving)
{
    if (saving.done > 0)
        Q_EMIT saved(saving.done, saving.folder);
    const QStringList &failures = saving.failures;
    if (failures.size() == 1)
        tellProblem(saving.message, failures.first(), saving.details);
    else if (failures.size() > 1)
        tellProblem(saving.message,
                    tr("%1 files were not saved. %2").arg(countText(failures.size()), failures.first()),
                    failures.join(QLatin1Char('\n')));
}

} // namespace ui
