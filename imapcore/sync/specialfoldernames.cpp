#include "sync/specialfoldernames.h"

#include <QHash>
#include <array>

namespace imap
{

namespace
{

struct RoleNames {
    FolderRole role;
    const char *names; ///< UTF-8, separated by '|'; a line a language
};

constexpr std::array<RoleNames, 5> roleNames{{
    {FolderRole::Drafts, "drafts|draft|draft messages|"
                         "entwürfe|entwurf|"
                         "brouillons|brouillon|"
                         "borradores|borrador|"
                         "bozze|bozza|"
                         "rascunhos|rascunho|"
                         "concepten|klad|"
                         "szkice|kopie robocze|wersje robocze|robocze|"
                         "koncepty|rozepsané|rozpísané|"
                         "черновики|"
                         "чернетки|"
                         "utkast|"
                         "kladder|udkast|"
                         "luonnokset|"
                         "piszkozatok|vázlatok|"
                         "taslaklar|"
                         "πρόχειρα|"
                         "ciorne|schițe|"
                         "esborranys|"
                         "чернови|"
                         "טיוטות|"
                         "المسودات|"
                         "下書き|"
                         "草稿|草稿箱|草稿匣|"
                         "임시 보관함|임시보관함"},
    {FolderRole::Sent, "sent|sent items|sent messages|sent mail|sent-mail|sentmail|sent objects|"
                       "gesendet|gesendete objekte|gesendete elemente|gesendete nachrichten|gesendete|"
                       "envoyés|messages envoyés|éléments envoyés|objets envoyés|courrier envoyé|"
                       "enviados|elementos enviados|mensajes enviados|correo enviado|"
                       "inviati|posta inviata|inviata|elementi inviati|messaggi inviati|"
                       "itens enviados|mensagens enviadas|enviadas|correio enviado|"
                       "verzonden|verzonden items|verzonden berichten|"
                       "wysłane|elementy wysłane|"
                       "odeslané|odeslaná pošta|odoslané|odoslaná pošta|"
                       "отправленные|"
                       "надіслані|відправлені|"
                       "skickat|skickade|skickade objekt|skickade meddelanden|"
                       "sendt|sendte elementer|sendte|sendt post|"
                       "lähetetyt|lähetetyt kohteet|"
                       "elküldött elemek|elküldött üzenetek|elküldött levelek|elküldött|"
                       "gönderilmiş öğeler|gönderilenler|gönderilen|gönderilmiş postalar|gönderilmiş|"
                       "απεσταλμένα|"
                       "trimise|elemente trimise|"
                       "enviats|elements enviats|"
                       "изпратени|"
                       "דואר יוצא|נשלחו|"
                       "المرسل|البريد المرسل|"
                       "送信済み|送信済みアイテム|送信済みメール|送信済みトレイ|"
                       "已发送|已发送邮件|已发邮件|已发送消息|已傳送|寄件備份|已傳送的郵件|"
                       "보낸 편지함|보낸편지함|보낸 메일함|보낸메일함"},
    {FolderRole::Archive, "archive|archives|archived|"
                          "archiv|"
                          "archivo|archivados|"
                          "archivio|archiviati|"
                          "arquivo|arquivados|"
                          "archief|"
                          "archiwum|"
                          "archív|"
                          "архив|"
                          "архів|"
                          "arkiv|arkiverat|"
                          "arkisto|"
                          "archívum|"
                          "arşiv|"
                          "αρχείο|αρχειοθήκη|"
                          "arhivă|arhiva|"
                          "arxiu|"
                          "ארכיון|"
                          "الأرشيف|"
                          "アーカイブ|"
                          "归档|存档|封存|典藏|"
                          "보관함|아카이브"},
    {FolderRole::Junk, "junk|spam|junk e-mail|junk email|junk mail|junk-e-mail|bulk mail|bulk|"
                       "spamverdacht|unerwünscht|unerwünschte e-mails|"
                       "courrier indésirable|indésirables|indésirable|pourriel|pourriels|"
                       "correo no deseado|no deseado|correo basura|"
                       "posta indesiderata|indesiderata|"
                       "lixo eletrônico|lixo eletrónico|lixo electrónico|"
                       "ongewenste e-mail|ongewenst|"
                       "wiadomości-śmieci|wiadomości śmieci|niechciane|"
                       "nevyžádaná pošta|nevyžádané|nevyžiadaná pošta|"
                       "спам|нежелательная почта|"
                       "небажана пошта|"
                       "skräppost|"
                       "uønsket mail|uønsket post|"
                       "søppelpost|uønsket e-post|"
                       "roskaposti|"
                       "levélszemét|"
                       "istenmeyen|önemsiz e-posta|gereksiz e-posta|gereksiz|"
                       "ανεπιθύμητα|ανεπιθύμητη αλληλογραφία|"
                       "correu brossa|"
                       "דואר זבל|ספאם|"
                       "البريد غير الهام|"
                       "迷惑メール|"
                       "垃圾邮件|垃圾郵件|"
                       "스팸|스팸메일함|스팸 메일함|정크 메일"},
    {FolderRole::Trash, "trash|deleted items|deleted messages|deleted|bin|wastebasket|"
                        "papierkorb|gelöschte objekte|gelöschte elemente|gelöschte nachrichten|gelöscht|"
                        "corbeille|éléments supprimés|messages supprimés|objets supprimés|"
                        "papelera|elementos eliminados|mensajes eliminados|eliminados|"
                        "cestino|posta eliminata|elementi eliminati|eliminati|"
                        "lixeira|lixo|itens excluídos|itens eliminados|excluídos|"
                        "prullenbak|prullenmand|verwijderde items|verwijderd|"
                        "kosz|elementy usunięte|usunięte|"
                        "koš|odstraněná pošta|odstraněné|kôš|odstránená pošta|"
                        "корзина|удаленные|удалённые|"
                        "кошик|видалені|"
                        "papperskorgen|papperskorg|borttaget|borttagna objekt|"
                        "papirkurv|slettet post|slettede elementer|slettet|"
                        "søppel|søppelkurv|"
                        "roskakori|poistetut|poistetut kohteet|"
                        "kuka|lomtár|törölt elemek|törölt üzenetek|törölt|"
                        "çöp kutusu|çöp|silinmiş öğeler|silinenler|silinen|"
                        "κάδος απορριμμάτων|κάδος|διαγραμμένα|απορρίμματα|"
                        "coș de gunoi|elemente șterse|"
                        "paperera|elements suprimits|"
                        "кошче|"
                        "אשפה|פריטים שנמחקו|"
                        "المهملات|العناصر المحذوفة|"
                        "ゴミ箱|ごみ箱|削除済みアイテム|削除済み|"
                        "已删除|已删除邮件|已删除消息|废纸篓|回收站|垃圾桶|已刪除的郵件|刪除的郵件|"
                        "휴지통|지운 편지함|지운편지함|삭제된 항목"},
}};

} // namespace

QString foldedFolderName(const QString &name)
{
    return name.normalized(QString::NormalizationForm_C).toCaseFolded();
}

const QStringList &specialFolderNames(FolderRole role)
{
    static const QHash<FolderRole, QStringList> table = [] {
        QHash<FolderRole, QStringList> result;
        for (const RoleNames &entry : roleNames) {
            for (const QString &name : QString::fromUtf8(entry.names).split(QLatin1Char('|')))
                result[entry.role].append(foldedFolderName(name));
        }
        return result;
    }();
    static const QStringList none;
    const auto names = table.constFind(role);
    return names == table.constEnd() ? none : *names;
}

} // namespace imap
