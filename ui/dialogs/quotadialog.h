#pragma once

#include "account/accounthandle.h"
#include "ui/models/quotamodel.h"

#include <QDialog>
#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QPointer>
#include <QSet>
#include <QSortFilterProxyModel>

class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace imap
{
class ServerHandle;
}

namespace ui
{

class NoticeLine;
class QuotaLimits;
class StatePage;

/// What limits an account: every quota root with what is used of it, the folders that hang on each, and the
/// limits to edit where the server lets one. Asks the account's ServerHandle; what a person changes goes out
/// as `changeWanted`, is shown at once, and is shown back as it was, with the server's words, when the
/// account tells that it was refused.
class QuotaDialog : public QDialog
{
    Q_OBJECT
public:
    /// `connection` is the last that was heard of it. `account` may die before the dialog.
    QuotaDialog(imap::AccountHandle *account, const imap::ConnectionChanged &connection,
                QWidget *parent = nullptr);
    ~QuotaDialog() override;

    /// The change could not even be entered in the journal.
    void showFailure(const imap::Error &error);
    const QuotaModel *model() const { return m_model; }

Q_SIGNALS:
    void changeWanted(const imap::QuotaChange &change);
    /// A change that was made here is to be taken back.
    void undoWanted(quint64 operation);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    void ask();
    void answered(const imap::QuotaOverview &overview);
    void showProgress();
    void apply(const imap::EventBatch &batch);
    void takeFigures(const QList<imap::Quota> &quotas);
    void onJournal(const imap::JournalEntry &entry);
    bool isUndo(const imap::JournalEntry &entry);
    void chooseRoot(const QByteArray &root);
    void setRow(const QModelIndex &row);
    void rowChosen();
    bool isEdited(const QModelIndex &row) const;
    void openEditor();
    void editRoot(const QByteArray &root);
    void closeEditor();
    void applyLimits();
    void send(const QList<imap::Quota> &present);
    void refuse(const QString &why, const QString &details);
    void showPage();
    void showReasons();
    void expand();
    bool isOnline() const { return m_connection.state == imap::ConnectionState::Online; }
    imap::ServerHandle *server() const;
    QString serverName() const;

    QPointer<imap::AccountHandle> m_account;
    imap::ConnectionChanged m_connection;
    QuotaModel *m_model;
    QSortFilterProxyModel *m_filtered;
    QStackedWidget *m_pages = nullptr;
    StatePage *m_state = nullptr;
    QLineEdit *m_filter = nullptr;
    QTreeView *m_tree = nullptr;
    NoticeLine *m_notice = nullptr;
    QuotaLimits *m_limits = nullptr;
    QPushButton *m_change = nullptr;
    QPushButton *m_refresh = nullptr;
    bool m_asking = false;
    bool m_stale = false;                           ///< what is being asked for is to be asked for once more
    QFutureWatcher<imap::QuotaOverview> m_question; ///< how far the server is with answering
    QElapsedTimer m_asked;                          ///< since when
    QString m_progress;                             ///< what the notice line says of it
    bool m_known = false;                           ///< an answer came
    std::optional<QByteArray> m_pending;            ///< the root that is being changed
    bool m_sent = false;                            ///< changeWanted was told, and not yet what became of it
    quint64 m_operation = 0;                        ///< its journal entry, once it is told
    quint64 m_undoing = 0;                          ///< the entry that is being taken back
    QSet<QByteArray> m_open;                        ///< roots whose folders are shown
    imap::MailboxName m_lone;                       ///< the folder without a limit that the editor is for
    bool m_settingRow = false;                      ///< it is not a person who chooses another row
};

} // namespace ui
