#pragma once

#include "types/acl.h"
#include "ui/models/rightswords.h"

#include <QDialog>
#include <functional>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace ui
{

class FormField;

/// Whom to share a folder with, and as what: a name as the server knows it, or one of those that all know.
class ShareWithDialog : public QDialog
{
    Q_OBJECT
public:
    /// Why nobody can be added under an identifier; empty: somebody can.
    using Problem = std::function<QString(const QByteArray &identifier)>;

    ShareWithDialog(const QString &folder, Problem problem, QWidget *parent = nullptr);

    /// With a hyphen in front where rights are to be taken away.
    QByteArray identifier() const;
    imap::Rights rights() const;

private:
    void build(const QString &folder);
    void check(bool pressed);
    void tryAccept();

    Problem m_problem;
    QRadioButton *m_somebody;
    QRadioButton *m_signedIn;
    QRadioButton *m_everybody;
    QLineEdit *m_name;
    FormField *m_nameField;
    QComboBox *m_role;
    FormField *m_roleField;
    QCheckBox *m_negative;
    QPushButton *m_add;
};

} // namespace ui
