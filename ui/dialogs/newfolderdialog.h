#pragma once

#include "types/folderrole.h"

#include <QDialog>
#include <QList>
#include <functional>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QPushButton;

namespace ui
{

class FormField;

/// Asks for the name and place of a folder to be made, and says what is wrong with the name while it is
/// typed. `accept` is the folder's making; the caller makes it.
class NewFolderDialog : public QDialog
{
    Q_OBJECT
public:
    struct Place {
        QString title; ///< "Projects › House"
        QString iconName;
    };
    struct Question {
        QString account;
        QList<Place> places; ///< not empty
        int chosen = 0;
        QString notThere{}; ///< why it is not the place that was wanted; empty: it is
        /// What is wrong with a name there; empty: nothing.
        std::function<QString(int place, const QString &name)> problemOf;
    };
    explicit NewFolderDialog(const Question &question, QWidget *parent = nullptr);

    /// The server can be told what the folder is for. Those that are `taken` have a folder already.
    void offerRoles(const QList<imap::FolderRole> &taken);

    QString name() const; ///< without spaces around it
    int place() const;
    imap::FolderRole role() const;

protected:
    bool event(QEvent *event) override;

private:
    void judge();

    Question m_question;
    QFormLayout *m_form;
    QLineEdit *m_name;
    QComboBox *m_place;
    QComboBox *m_role = nullptr;
    FormField *m_nameField;
    QPushButton *m_create;
};

} // namespace ui
