#pragma once

#include "ui/models/aclmodel.h"

#include <QDialog>

class QLabel;
class QListView;
class QPushButton;
class QScrollArea;
class QStackedWidget;

namespace ui
{

class AclDelegate;
class NoticeLine;
class RightsPane;
class StatePage;

/// Who may do what in a folder: people and groups with the role that each has, and the single rights of the
/// chosen one. What is changed is shown and asked for at once by the model; what the server refuses is shown
/// as it was, with its reason.
class SharingDialog : public QDialog
{
    Q_OBJECT
public:
    /// Takes the model. `folder` and `account` are what they are called.
    SharingDialog(AclModel *model, const QString &folder, const QString &account, QWidget *parent = nullptr);

    AclModel *model() const { return m_model; }
    RightsPane *rights() const { return m_rights; }
    QListView *list() const { return m_list; }
    /// Where the role of a row can be pressed, in the list's viewport.
    QRect roleRect(int row) const;

Q_SIGNALS:
    /// A change made here is to be taken back.
    void undoWanted(quint64 operation);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildHead(const QString &folder, const QString &account);
    QWidget *buildPeople();
    void connectModel();
    void showState();
    void showPage();
    void showOwn();
    void showEntry();
    /// Says what became of the change in m_said.
    void sayChange();
    QString changeWords(bool waits) const;
    void sayMadeOtherwise(const QByteArray &identifier, imap::Rights left, imap::Rights missing);
    void openRoleMenu(const QModelIndex &index);
    void add();
    void removeCurrent();
    /// Makes the change, after a question where it cannot be taken back.
    void change(const QByteArray &identifier, imap::Rights rights);
    bool listKey(QKeyEvent *event);

    AclModel *m_model;
    QString m_folder;
    QLabel *m_own = nullptr;
    QLabel *m_note = nullptr;
    QLabel *m_offline = nullptr; ///< below the list: it comes and goes, and must not move the rows
    QStackedWidget *m_pages = nullptr;
    StatePage *m_state = nullptr;
    QListView *m_list = nullptr;
    AclDelegate *m_delegate = nullptr;
    RightsPane *m_rights = nullptr;
    QScrollArea *m_scroll = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_remove = nullptr;
    QPushButton *m_refresh = nullptr;
    NoticeLine *m_notice = nullptr;
    struct {
        quint64 operation = 0;
        QByteArray identifier;
        bool isNew = false;
        bool gone = false;
        QString words;
    } m_said;
    bool m_gaveUp = false; ///< all own access, here
    bool m_wasActive = false;
};

} // namespace ui
