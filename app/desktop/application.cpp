#include "app/desktop/application.h"

#include "account/cachehandle.h"
#include "app/credentials/commandcredentials.h"
#include "net/settingsurl.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/support/errortext.h"
#include "ui/support/fontwarmup.h"
#include "ui/support/onfinished.h"

#include <QDir>
#include <algorithm>
#include <chrono>

namespace app
{

using namespace std::chrono_literals;

Application::Application(const CommandLine &line, AccountFactory factory, std::shared_ptr<Keychain> keychain)
    : m_line(line)
    , m_factory(std::move(factory))
    , m_settings(std::make_unique<Settings>(line.profile))
    , m_timeline(line.timeline)
    , m_keychain(std::move(keychain))
{
    m_problem = m_settings->problem();
    if (m_problem.isEmpty() && !line.timeline.isEmpty() && !m_timeline.isOn())
        m_problem = tr("The timeline cannot be written to %1: %2").arg(line.timeline, m_timeline.problem());
    if (!m_problem.isEmpty())
        return;
    if (line.accountUrl.isEmpty())
        m_configs = m_settings->accounts();
    else if (!takeUrl(line))
        return;
    m_credentials = std::make_shared<PromptedCredentials>(
        m_keychain,
        [this](const imap::AccountConfig &account, const QString &why) { return ask(account, why); });
    m_credentials->setAccounts([this] { return m_configs; });
    m_window = std::make_unique<ui::MainWindow>(&m_settings->store(), m_factory.check);
    if (line.look != CommandLine::Look::System)
        m_window->forceLook(line.look == CommandLine::Look::Dark ? ui::Look::Dark : ui::Look::Light);
    connectDialogs();
    connect(m_credentials.get(), &PromptedCredentials::notKept, this,
            [this](const imap::AccountConfig &, const QString &why) {
                m_window->notice(tr("The password was not kept. %1").arg(why));
            });
}

Application::~Application()
{
    m_recorder.reset();
    m_window.reset();
    m_prompts.clear();
    m_accounts.clear();
}

bool Application::takeUrl(const CommandLine &line)
{
    const auto parsed = imap::parseAccountUrl(line.accountUrl);
    if (const auto *wrong = std::get_if<QString>(&parsed)) {
        m_problem = *wrong;
        return false;
    }
    const auto &url = std::get<imap::AccountUrl>(parsed);
    imap::AccountConfig config;
    config.user = url.user;
    config.connection = url.settings;
    config.connection.caFile = line.caFile;
    config.fill.keep = line.keep;
    config.displayName = !url.user.isEmpty()            ? url.user
                         : !url.settings.host.isEmpty() ? url.settings.host
                                                        : tr("Command");
    // The same place has the same cache in the next run.
    config.id = QStringLiteral("url-") + newAccountId(QStringLiteral("%1@%2-%3%4")
                                                          .arg(url.user, url.settings.host)
                                                          .arg(url.settings.port)
                                                          .arg(url.settings.command),
                                                      {});
    if (!line.passwordCommand.isEmpty())
        m_urlCredentials = std::make_shared<CommandCredentialSource>(line.passwordCommand);
    m_configs = {config};
    m_fromUrl = true;
    return true;
}

void Application::start()
{
    if (!m_window)
        return;
    if (m_timeline.isOn())
        m_recorder = std::make_unique<TimelineRecorder>(m_timeline, *m_window);
    for (const imap::AccountConfig &config : std::as_const(m_configs))
        make(config);
    for (const auto &account : m_accounts)
        account->start();
    m_window->openFirst(m_line.folder);
    m_window->show();
    // The first frame first; the server's answer takes longer than this.
    auto *fonts = new ui::FontWarmup(m_window.get());
    afterPaint(m_window.get(), fonts,
               [this, fonts] { fonts->start(m_window->font(), m_window->devicePixelRatioF()); });
    connect(&m_network, &NetworkWatch::changed, this, [this] {
        for (const auto &account : m_accounts)
            account->networkChanged();
    });
    QTimer::singleShot(1s, &m_network, &NetworkWatch::start);
}

void Application::show(const QString &folder)
{
    if (!m_window)
        return;
    if (!folder.isEmpty())
        m_window->openFirst(folder);
    if (m_window->isMinimized())
        m_window->showNormal();
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
    m_timeline.record("asked-again", {{QStringLiteral("folder"), folder}});
}

QList<imap::AccountHandle *> Application::accounts() const
{
    QList<imap::AccountHandle *> handles;
    for (const auto &account : m_accounts)
        handles << account.get();
    return handles;
}

QString Application::storeFolder(const QString &id) const
{
    return QDir(m_settings->accountsFolder()).filePath(id);
}

imap::AccountHandle *Application::make(const imap::AccountConfig &config)
{
    std::shared_ptr<imap::CredentialSource> credentials = m_urlCredentials;
    if (!credentials)
        credentials = m_credentials;
    m_accounts.push_back(m_factory.make(config, storeFolder(config.id), credentials));
    imap::AccountHandle *account = m_accounts.back().get();
    if (m_recorder)
        m_recorder->watch(account);
    connect(account, &imap::AccountHandle::eventsReady, &m_spare, &SpareMemory::used);
    m_window->addAccount(account);
    return account;
}

void Application::connectDialogs()
{
    ui::AccountDialogs *dialogs = m_window->dialogs();
    dialogs->setKnownPassword([this](const imap::AccountConfig &account) {
        return m_urlCredentials ? m_urlCredentials->secret(account) : m_credentials->known(account);
    });
    dialogs->setPasswordKept(
        [this](const imap::AccountConfig &account) { return m_credentials->isKept(account); });
    dialogs->setKeepWanted(
        [this](const imap::AccountConfig &account) { return m_settings->keepsPassword(account.id); });
    connect(dialogs, &ui::AccountDialogs::added, this, &Application::added);
    connect(dialogs, &ui::AccountDialogs::edited, this, &Application::edited);
    connect(dialogs, &ui::AccountDialogs::removed, this, &Application::removed);
    connect(dialogs, &ui::AccountDialogs::ordered, this, &Application::ordered);
    connect(dialogs, &ui::AccountDialogs::certificateTrusted, this, &Application::trusted);
    connect(dialogs, &ui::AccountDialogs::passwordGiven, this,
            [this](const imap::AccountConfig &account, const imap::Secret &password, bool keep) {
                m_settings->setKeepsPassword(account.id, keep);
                if (const OpenPrompt prompt = m_prompts.take(account.id); prompt.answer) {
                    prompt.answer->give(PromptAnswer{password, keep});
                    return;
                }
                keepPassword(account, password, keep);
                if (imap::AccountHandle *handle = m_window->watch()->byId(account.id))
                    handle->retryNow();
            });
    connect(dialogs, &ui::AccountDialogs::passwordDeclined, this, [this](const imap::AccountConfig &account) {
        const OpenPrompt prompt = m_prompts.take(account.id);
        if (!prompt.answer)
            return;
        prompt.answer->give(PromptAnswer{});
        // Who has no password now does not want to be asked at each try.
        if (imap::AccountHandle *handle = m_window->watch()->byId(account.id))
            handle->goOffline();
    });
    connect(m_window->watch(), &ui::AccountWatch::connectionChanged, this, &Application::showPrompt);
}

QFuture<PromptAnswer> Application::ask(const imap::AccountConfig &account, const QString &why)
{
    auto answer = std::make_shared<Answer<PromptAnswer>>();
    m_prompts.insert(account.id, {account, why, answer});
    if (imap::AccountHandle *handle = m_window->watch()->byId(account.id))
        showPrompt(handle);
    return answer->future();
}

/// Accounts ask for the password while they connect; people are asked only when the server is there, and has
/// proved who it is. A prompt that is open stays open when the connection breaks meanwhile.
void Application::showPrompt(imap::AccountHandle *account)
{
    const QString id = account->config().id;
    if (m_prompts.contains(id) &&
        m_window->watch()->connection(account).state == imap::ConnectionState::SigningIn)
        m_window->dialogs()->askPassword(m_prompts.value(id).account, m_prompts.value(id).why);
}

void Application::keepPassword(const imap::AccountConfig &config, const imap::Secret &password, bool keep)
{
    // What goes wrong is told by notKept; the password works for this run in any case.
    m_credentials->remember(config, password, keep);
    // A password that was typed for an account of the command line stands above its command.
    m_urlCredentials.reset();
}

void Application::added(const ui::AccountSetup &setup)
{
    imap::AccountConfig config = setup.config;
    QStringList taken;
    for (const imap::AccountConfig &other : std::as_const(m_configs))
        taken << other.id;
    config.id = newAccountId(config.user.isEmpty() ? config.displayName : config.user, taken);
    // A folder that an account of the same name left behind is not this one's.
    while (QDir(storeFolder(config.id)).exists()) {
        taken << config.id;
        config.id = newAccountId(config.user.isEmpty() ? config.displayName : config.user, taken);
    }
    if (setup.password || setup.keepChosen)
        m_settings->setKeepsPassword(config.id, setup.keepPassword);
    if (setup.password)
        m_credentials->remember(config, *setup.password, setup.keepPassword);
    m_configs << config;
    if (!m_fromUrl)
        m_settings->setAccounts(m_configs);
    imap::AccountHandle *account = make(config);
    account->start();
    m_window->browser()->openFolder(account, imap::MailboxName(QStringLiteral("INBOX")));
}

void Application::edited(const ui::AccountSetup &setup)
{
    if (setup.password || setup.keepChosen)
        m_settings->setKeepsPassword(setup.config.id, setup.keepPassword);
    if (setup.password)
        keepPassword(setup.config, *setup.password, setup.keepPassword);
    else if (setup.keepChosen)
        m_credentials->keepKnown(setup.config, setup.keepPassword);
    replaceConfig(setup.config);
}

void Application::replaceConfig(const imap::AccountConfig &config)
{
    imap::AccountHandle *handle = m_window->watch()->byId(config.id);
    auto *cache = dynamic_cast<imap::CacheHandle *>(handle);
    bool sameConnection = false;
    for (imap::AccountConfig &known : m_configs) {
        if (known.id != config.id)
            continue;
        known.fill = config.fill;
        if (cache)
            known.cache = config.cache;
        sameConnection = known == config;
        known = config;
    }
    if (!m_fromUrl)
        m_settings->setAccounts(m_configs);
    if (handle && sameConnection) {
        // What is fetched and what is kept is no reason to leave the server.
        handle->setFillPolicy(config.fill);
        if (cache)
            cache->setCacheLimits(config.cache);
    } else if (handle) {
        handle->reconfigure(config);
        m_window->accountChanged(handle);
    }
}

void Application::trusted(const QString &id, const QByteArray &sha256)
{
    for (const imap::AccountConfig &known : std::as_const(m_configs)) {
        if (known.id != id)
            continue;
        imap::AccountConfig config = known;
        config.connection.pinnedCertificate = sha256;
        replaceConfig(config);
        return;
    }
}

void Application::ordered(const QStringList &ids)
{
    std::stable_sort(m_configs.begin(), m_configs.end(),
                     [&ids](const imap::AccountConfig &a, const imap::AccountConfig &b) {
                         return ids.indexOf(a.id) < ids.indexOf(b.id);
                     });
    if (!m_fromUrl)
        m_settings->setAccounts(m_configs);
}

void Application::removed(const QString &id)
{
    const auto found = std::find_if(m_accounts.begin(), m_accounts.end(),
                                    [&](const auto &account) { return account->config().id == id; });
    if (found == m_accounts.end())
        return;
    const imap::AccountConfig config = (*found)->config();
    m_window->removeAccount(found->get());
    m_accounts.erase(found);
    m_configs.removeIf([&](const imap::AccountConfig &known) { return known.id == id; });
    if (!m_fromUrl)
        m_settings->setAccounts(m_configs);
    m_settings->setKeepsPassword(id, true);
    m_credentials->forget(config);
    QDir(storeFolder(id)).removeRecursively();
}

} // namespace app
