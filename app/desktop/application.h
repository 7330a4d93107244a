#pragma once

#include "account/accounthandle.h"
#include "app/credentials/answer.h"
#include "app/credentials/promptedcredentials.h"
#include "app/desktop/commandline.h"
#include "app/desktop/heap.h"
#include "app/desktop/networkwatch.h"
#include "app/desktop/settings.h"
#include "app/desktop/timeline.h"
#include "app/desktop/timelinerecorder.h"
#include "ui/mainwindow/mainwindow.h"

#include <QObject>
#include <functional>
#include <memory>
#include <vector>

namespace app
{

/// How accounts come to be; replaced in tests.
struct AccountFactory {
    std::function<std::unique_ptr<imap::AccountHandle>(const imap::AccountConfig &, const QString &folder,
                                                       std::shared_ptr<imap::CredentialSource>)>
        make;
    imap::CheckAccount check;
};

/// The program: settings, accounts, passwords and the window, joined. GUI thread.
class Application : public QObject
{
    Q_OBJECT
public:
    Application(const CommandLine &line, AccountFactory factory, std::shared_ptr<Keychain> keychain);
    ~Application() override;

    /// Why the program cannot run as asked (a URL that makes no sense, a profile that cannot be written);
    /// empty: it can.
    const QString &problem() const { return m_problem; }
    /// Shows the window and starts the accounts.
    void start();
    /// Brings the window to the front, with `folder` unless that is empty. Another program was started for
    /// it.
    void show(const QString &folder);

    ui::MainWindow *window() const { return m_window.get(); }
    Settings &settings() { return *m_settings; }
    QList<imap::AccountHandle *> accounts() const;

private:
    bool takeUrl(const CommandLine &line);
    void connectDialogs();
    QFuture<PromptAnswer> ask(const imap::AccountConfig &account, const QString &why);
    void showPrompt(imap::AccountHandle *account);
    imap::AccountHandle *make(const imap::AccountConfig &account);
    void added(const ui::AccountSetup &setup);
    void edited(const ui::AccountSetup &setup);
    void removed(const QString &id);
    void ordered(const QStringList &ids);
    void trusted(const QString &id, const QByteArray &sha256);
    void replaceConfig(const imap::AccountConfig &config);
    void keepPassword(const imap::AccountConfig &config, const imap::Secret &password, bool keep);
    QString storeFolder(const QString &id) const;

    const CommandLine m_line;
    const AccountFactory m_factory;
    QString m_problem;
    std::unique_ptr<Settings> m_settings;
    Timeline m_timeline;
    std::shared_ptr<Keychain> m_keychain;
    std::shared_ptr<PromptedCredentials> m_credentials;
    std::shared_ptr<imap::CredentialSource> m_urlCredentials; ///< of --password-command
    QList<imap::AccountConfig> m_configs;
    bool m_fromUrl = false; ///< one account of the command line, not to be saved
    struct OpenPrompt {
        imap::AccountConfig account;
        QString why;
        std::shared_ptr<Answer<PromptAnswer>> answer;
    };
    QHash<QString, OpenPrompt> m_prompts; ///< by account id
    SpareMemory m_spare;
    NetworkWatch m_network;
    std::vector<std::unique_ptr<imap::AccountHandle>> m_accounts;
    std::unique_ptr<ui::MainWindow> m_window; // after the accounts: it goes first
    std::unique_ptr<TimelineRecorder> m_recorder;
};

} // namespace app
