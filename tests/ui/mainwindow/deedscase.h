#pragma once

#include "ui/mainwindow/actions.h"
#include "ui/views/toast.h"
#include "windowcase.h"

#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

namespace test
{

inline const imap::MailboxName trash{QStringLiteral("Trash")};
inline const imap::MailboxName junk{QStringLiteral("Junk")};

/// The main window, with an account that has the usual folders, where a person does things to messages.
class DeedsCase : protected WindowCase
{
protected:
    static imap::FolderInfo folder(const imap::MailboxName &name, imap::FolderRole role)
    {
        imap::FolderInfo info;
        info.name = name;
        info.delimiter = QLatin1Char('/');
        info.role = role;
        return info;
    }
    static QList<imap::FolderInfo> usual()
    {
        return {folder(inbox, imap::FolderRole::Inbox), folder(archive, imap::FolderRole::Archive),
                folder(trash, imap::FolderRole::Trash), folder(junk, imap::FolderRole::Junk),
                folder(imap::MailboxName(QStringLiteral("Taxes")), imap::FolderRole::None)};
    }
    static imap::MessageSummaryPtr message(quint32 uid)
    {
        return test::fakeMessage(uid, QStringLiteral("Anna"), QStringLiteral("Subject %1").arg(uid),
                                 {imap::flags::Seen});
    }
    void open(const QList<imap::FolderInfo> &folders = usual(), const imap::MailboxName &first = inbox,
              quint32 total = 20)
    {
        makeWindow();
        m_account = std::make_unique<FakeAccount>();
        for (const imap::FolderInfo &info : folders)
            m_account->serve(info.name, total, message, qMin(total, 50U));
        m_account->journalEntries = m_past;
        m_window->addAccount(m_account.get());
        m_window->openFirst(first.toString());
        m_account->tell({imap::ConnectionChanged{imap::ConnectionState::Online, true, 0, nullptr}});
        m_account->tell({imap::FoldersChanged{folders, false}});
        show();
        QTRY_COMPARE(list()->model()->rowCount(), int(total));
        list()->setFocus();
    }
    /// As a window manager does when a popup is gone.
    void activate()
    {
        m_window->activateWindow();
        QTRY_VERIFY(m_window->isActiveWindow());
        list()->setFocus();
    }
    ui::MessageListView *list() const { return m_window->list(); }
    const ui::Actions *actions() const { return m_window->actionSet(); }
    ui::Toast *toast() const { return m_window->findChild<ui::Toast *>(); }
    QString toastWords() const
    {
        return toast()->isVisible() ? toast()->findChild<QLabel *>(QStringLiteral("toastText"))->text()
                                    : QString();
    }
    QModelIndex row(int row) const { return list()->model()->index(row, 0); }
    void select(int first, int last = -1)
    {
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, list()->visualRect(row(first)).center());
        if (last >= 0)
            QTest::mouseClick(list()->viewport(), Qt::LeftButton, Qt::ShiftModifier,
                              list()->visualRect(row(last)).center());
    }
    QList<int> selectedRows() const
    {
        QList<int> rows;
        const QModelIndexList indexes = list()->selectionModel()->selectedRows();
        for (const QModelIndex &index : indexes)
            rows << index.row();
        std::sort(rows.begin(), rows.end());
        return rows;
    }
    QList<imap::Change> changes() const
    {
        QList<imap::Change> made;
        const auto calls = m_account->callsOf(QStringLiteral("change"));
        for (const FakeAccount::Call &call : calls)
            made << *call.change;
        return made;
    }
    static void press(QMessageBox *question, const QString &words)
    {
        const auto buttons = question->buttons();
        for (QAbstractButton *button : buttons) {
            if (button->text().contains(words))
                QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    static imap::MoveChange moved(std::initializer_list<quint32> uids, const imap::MailboxName &target)
    {
        imap::UidSet set;
        for (const quint32 uid : uids)
            set.add(imap::Uid(uid));
        return {inbox, set, target};
    }

    /// Before each test.
    void begin()
    {
        m_past.clear();
        WindowCase::begin();
        m_store->setValue(QStringLiteral("window/markRead"), false);
    }

    QList<imap::JournalEntry> m_past;
};

} // namespace test
