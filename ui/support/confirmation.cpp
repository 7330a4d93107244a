#include "ui/support/confirmation.h"

#include <QPushButton>

namespace ui
{

void confirm(QWidget *window, const QObject *context, const Confirmation &question, std::function<void()> yes)
{
    auto *box = new QMessageBox(window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(question.name);
    box->setIcon(question.icon);
    box->setWindowTitle(question.title);
    box->setTextFormat(Qt::PlainText);
    box->setText(question.text);
    box->setInformativeText(question.more);
    QPushButton *go = box->addButton(question.verb, question.role);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    QObject::connect(box, &QMessageBox::buttonClicked, context,
                     [go, yes = std::move(yes)](QAbstractButton *pressed) {
                         if (pressed == go)
                             yes();
                     });
    box->open();
}

} // namespace ui
