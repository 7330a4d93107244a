#pragma once

#include "ui/models/labelbook.h"

#include <QDialog>

class QButtonGroup;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace ui
{

/// Names, colours and order of the labels. What is taken away here stays on the messages that have it, and is
/// shown there under its keyword's name.
class LabelsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit LabelsDialog(const QList<LabelBook::Entry> &entries, QWidget *parent = nullptr);

    /// As they are now; a name that cannot be one is as it was before. New ones have keywords made of their
    /// names.
    QList<LabelBook::Entry> entries() const;

private:
    QWidget *makeColors();
    int row() const;
    void fill(int current);
    void show(int row);
    void rename(const QString &name);
    void recolor(int hue);
    void add();
    void remove();
    void move(int by);
    void update();

    QList<LabelBook::Entry> m_entries; ///< new ones without a keyword
    QListWidget *m_list;
    QLineEdit *m_name;
    QLabel *m_problem;
    QLabel *m_keyword;
    QButtonGroup *m_colors;
    QPushButton *m_add;
    QPushButton *m_remove;
    QPushButton *m_up;
    QPushButton *m_down;
    QPushButton *m_save;
    QString m_before; ///< the name of the row before somebody typed
    bool m_showing = false;
};

} // namespace ui
