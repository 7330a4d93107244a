#pragma once

#include "support/fakeaccount.h"
#include "support/fakemail.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/views/messagelistview.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

namespace test
{

inline const imap::MailboxName inbox{QStringLiteral("INBOX")};
inline const imap::MailboxName archive{QStringLiteral("Archive")};

/// The main window with settings of its own and, behind openInbox(), an account without a server.
class WindowCase
{
protected:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_store;
    std::unique_ptr<FakeAccount> m_account;
    std::unique_ptr<ui::MainWindow> m_window;

    static imap::CheckAccount check()
    {
        return [](const imap::AccountConfig &, const imap::Secret &) {
            return QtFuture::makeReadyFuture(imap::AccountCheck{});
        };
    }
    void makeWindow()
    {
        m_window = std::make_unique<ui::MainWindow>(m_store.get(), check());
        m_window->resize(1280, 800);
    }
    void show()
    {
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    static imap::FolderInfo folder(const imap::MailboxName &name, imap::FolderRole role, quint32 total)
    {
        imap::FolderInfo info;
        info.name = name;
        info.delimiter = QLatin1Char('/');
        info.role = role;
        info.total = total;
        info.unseen = 2;
        return info;
    }
    static imap::MessageSummaryPtr unread(quint32 uid)
    {
        return test::fakeMessage(uid, QStringLiteral("Anna"), QStringLiteral("Subject %1").arg(uid), {});
    }
    /// A window with an account whose INBOX has 40 unread messages and is on the screen.
    void openInbox(std::unique_ptr<FakeAccount> account = std::make_unique<FakeAccount>())
    {
        makeWindow();
        m_account = std::move(account);
        m_account->serve(inbox, 40, unread, 40);
        m_account->serve(archive, 3, unread, 3);
        for (quint32 uid = 1; uid <= 40; ++uid) {
            imap::MessageBody body;
            body.folder = inbox;
            body.uid = imap::Uid(uid);
            body.structure = imap::BodyStructure();
            body.structure->type = "text";
            body.structure->subtype = "plain";
            body.structure->encoding = "7bit";
            body.sections.insert("1", "text of " + QByteArray::number(uid));
            m_account->bodies.insert(body.uid, body);
        }
        m_window->addAccount(m_account.get());
        m_window->openFirst();
        tellState(imap::ConnectionState::Online);
        m_account->tell({imap::FoldersChanged{
            {folder(inbox, imap::FolderRole::Inbox, 40), folder(archive, imap::FolderRole::Archive, 3)},
            false}});
        show();
        QTRY_COMPARE(m_window->list()->model()->rowCount(), 40);
    }
    void tellState(imap::ConnectionState state, std::shared_ptr<const imap::Error> error = nullptr)
    {
        m_account->tell({imap::ConnectionChanged{state, true, 5000, std::move(error)}});
    }
    void select(int row) { clickRow(row, {}); }
    void clickRow(int row, Qt::KeyboardModifiers modifiers)
    {
        const QModelIndex index = m_window->list()->model()->index(row, 0);
        QTest::mouseClick(m_window->list()->viewport(), Qt::LeftButton, modifiers,
                          m_window->list()->visualRect(index).center());
    }

    /// Before and behind each test.
    void begin()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store =
            std::make_unique<QSettings>(m_folder->filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    }
    void end()
    {
        m_window.reset();
        m_account.reset();
    }
};

} // namespace test
