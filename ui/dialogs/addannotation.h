#pragma once

#include "ui/models/annotationwords.h"

#include <QDialog>
#include <functional>

class QComboBox;
class QPlainTextEdit;
class QPushButton;
class QRadioButton;

namespace ui
{

class FormField;

/// What a new annotation is, whom it is for, and what it says.
class AddAnnotation : public QDialog
{
    Q_OBJECT
public:
    /// Why there can be no entry of a name; empty: there can.
    using Problem = std::function<QString(const QByteArray &entry)>;

    AddAnnotation(bool ofServer, Problem problem, QWidget *parent = nullptr);

    QByteArray entry() const;
    QByteArray value() const;

private:
    void build();
    void check(bool pressed);
    void tryAccept();

    Problem m_problem;
    QComboBox *m_name;
    FormField *m_nameField;
    QRadioButton *m_private;
    QRadioButton *m_shared;
    QPlainTextEdit *m_text;
    QPushButton *m_add;
};

} // namespace ui
