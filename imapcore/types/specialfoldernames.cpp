#include "types/specialfoldernames.h"

#include <QHash>
#include <array>

namespace imap
{

namespace
{

struct RoleNames {
    FolderRole role;
    const char *names; ///< UTF-8, separated by '|'; "de:" begins a language (ISO 639-1)
};

constexpr std::array<RoleNames, 5> roleNames{{
    {FolderRole::Drafts, "en:drafts|draft|draft messages|"
                         "de:entwürfe|entwurf|"
                         "fr:brouillons|brouillon|"
                         "es:borradores|borrador|"
                         "it:bozze|bozza|"
                         "pt:rascunhos|rascunho|"
                         "nl:concepten|klad|"
                         "pl:szkice|kopie robocze|wersje robocze|robocze|"
                         "cs:koncepty|rozepsané|rozpísané|"
                         "ru:черновики|"
                         "uk:чернетки|"
                         "sv:utkast|"
                         "da:kladder|udkast|"
                         "fi:luonnokset|"
                         "hu:piszkozatok|vázlatok|"
                         "tr:taslaklar|"
                         "el:πρόχειρα|"
                         "ro:ciorne|schițe|"
                         "ca:esborranys|"
                         "bg:чернови|"
                         "he:טיוטות|"
                         "ar:المسودات|"
                         "ja:下書き|"
                         "zh:草稿|草稿箱|草稿匣|"
                         "ko:임시 보관함|임시보관함"},
    {FolderRole::Sent, "en:sent|sent items|sent messages|sent mail|sent-mail|sentmail|sent objects|"
                       "de:gesendet|gesendete objekte|gesendete elemente|gesendete nachrichten|gesendete|"
                       "fr:envoyés|messages envoyés|éléments envoyés|objets envoyés|courrier envoyé|"
                       "es:enviados|elementos enviados|mensajes enviados|correo enviado|"
                       "it:inviati|posta inviata|inviata|elementi inviati|messaggi inviati|"
                       "pt:itens enviados|mensagens enviadas|enviadas|correio enviado|"
                       "nl:verzonden|verzonden items|verzonden berichten|"
                       "pl:wysłane|elementy wysłane|"
                       "cs:odeslané|odeslaná pošta|odoslané|odoslaná pošta|"
                       "ru:отправленные|"
                       "uk:надіслані|відправлені|"
                       "sv:skickat|skickade|skickade objekt|skickade meddelanden|"
                       "da:sendt|sendte elementer|sendte|sendt post|"
                       "fi:lähetetyt|lähetetyt kohteet|"
                       "hu:elküldött elemek|elküldött üzenetek|elküldött levelek|elküldött|"
                       "tr:gönderilmiş öğeler|gönderilenler|gönderilen|gönderilmiş postalar|gönderilmiş|"
                       "el:απεσταλμένα|"
                       "ro:trimise|elemente trimise|"
                       "ca:enviats|elements enviats|"
                       "bg:изпратени|"
                       "he:דואר יוצא|נשלחו|"
                       "ar:المرسل|البريد المرسل|"
                       "ja:送信済み|送信済みアイテム|送信済みメール|送信済みトレイ|"
                       "zh:已发送|已发送邮件|已发邮件|已发送消息|已傳送|寄件備份|已傳送的郵件|"
                       "ko:보낸 편지함|보낸편지함|보낸 메일함|보낸메일함"},
    {FolderRole::Archive, "en:archive|archives|archived|"
                          "de:archiv|"
                          "es:archivo|archivados|"
                          "it:archivio|archiviati|"
                          "pt:arquivo|arquivados|"
                          "nl:archief|"
                          "pl:archiwum|"
                          "sk:archív|"
                          "ru:архив|"
                          "uk:архів|"
                          "sv:arkiv|arkiverat|"
                          "fi:arkisto|"
                          "hu:archívum|"
                          "tr:arşiv|"
                          "el:αρχείο|αρχειοθήκη|"
                          "ro:arhivă|arhiva|"
                          "ca:arxiu|"
                          "he:ארכיון|"
                          "ar:الأرشيف|"
                          "ja:アーカイブ|"
                          "zh:归档|存档|封存|典藏|"
                          "ko:보관함|아카이브"},
    {FolderRole::Junk, "en:junk|spam|junk e-mail|junk email|junk mail|junk-e-mail|bulk mail|bulk|"
                       "de:spamverdacht|unerwünscht|unerwünschte e-mails|"
                       "fr:courrier indésirable|indésirables|indésirable|pourriel|pourriels|"
                       "es:correo no deseado|no deseado|correo basura|"
                       "it:posta indesiderata|indesiderata|"
                       "pt:lixo eletrônico|lixo eletrónico|lixo electrónico|"
                       "nl:ongewenste e-mail|ongewenst|"
                       "pl:wiadomości-śmieci|wiadomości śmieci|niechciane|"
                       "cs:nevyžádaná pošta|nevyžádané|nevyžiadaná pošta|"
                       "ru:спам|нежелательная почта|"
                       "uk:небажана пошта|"
                       "sv:skräppost|"
                       "da:uønsket mail|uønsket post|"
                       "nb:søppelpost|uønsket e-post|"
                       "fi:roskaposti|"
                       "hu:levélszemét|"
                       "tr:istenmeyen|önemsiz e-posta|gereksiz e-posta|gereksiz|"
                       "el:ανεπιθύμητα|ανεπιθύμητη αλληλογραφία|"
                       "ca:correu brossa|"
                       "he:דואר זבל|ספאם|"
                       "ar:البريد غير الهام|"
                       "ja:迷惑メール|"
                       "zh:垃圾邮件|垃圾郵件|"
                       "ko:스팸|스팸메일함|스팸 메일함|정크 메일"},
    {FolderRole::Trash, "en:trash|deleted items|deleted messages|deleted|bin|wastebasket|"
                        "de:papierkorb|gelöschte objekte|gelöschte elemente|gelöschte nachrichten|gelöscht|"
                        "fr:corbeille|éléments supprimés|messages supprimés|objets supprimés|"
                        "es:papelera|elementos eliminados|mensajes eliminados|eliminados|"
                        "it:cestino|posta eliminata|elementi eliminati|eliminati|"
                        "pt:lixeira|lixo|itens excluídos|itens eliminados|excluídos|"
                        "nl:prullenbak|prullenmand|verwijderde items|verwijderd|"
                        "pl:kosz|elementy usunięte|usunięte|"
                        "cs:koš|odstraněná pošta|odstraněné|kôš|odstránená pošta|"
                        "ru:корзина|удаленные|удалённые|"
                        "uk:кошик|видалені|"
                        "sv:papperskorgen|papperskorg|borttaget|borttagna objekt|"
                        "da:papirkurv|slettet post|slettede elementer|slettet|"
                        "nb:søppel|søppelkurv|"
                        "fi:roskakori|poistetut|poistetut kohteet|"
                        "hu:kuka|lomtár|törölt elemek|törölt üzenetek|törölt|"
                        "tr:çöp kutusu|çöp|silinmiş öğeler|silinenler|silinen|"
                        "el:κάδος απορριμμάτων|κάδος|διαγραμμένα|απορρίμματα|"
                        "ro:coș de gunoi|elemente șterse|"
                        "ca:paperera|elements suprimits|"
                        "bg:кошче|"
                        "he:אשפה|פריטים שנמחקו|"
                        "ar:المهملات|العناصر المحذوفة|"
                        "ja:ゴミ箱|ごみ箱|削除済みアイテム|削除済み|"
                        "zh:已删除|已删除邮件|已删除消息|废纸篓|回收站|垃圾桶|已刪除的郵件|刪除的郵件|"
                        "ko:휴지통|지운 편지함|지운편지함|삭제된 항목"},
}};

} // namespace

QString foldedFolderName(const QString &name)
{
    return name.normalized(QString::NormalizationForm_C).toCaseFolded();
}

const QList<SpecialFolderName> &specialFolderNames(FolderRole role)
{
    static const QHash<FolderRole, QList<SpecialFolderName>> table = [] {
        QHash<FolderRole, QList<SpecialFolderName>> result;
        for (const RoleNames &entry : roleNames) {
            QString language;
            for (QString name : QString::fromUtf8(entry.names).split(QLatin1Char('|'))) {
                if (const qsizetype colon = name.indexOf(QLatin1Char(':')); colon >= 0) {
                    language = name.left(colon);
                    name.remove(0, colon + 1);
                }
                result[entry.role].append({foldedFolderName(name), language});
            }
        }
        return result;
    }();
    static const QList<SpecialFolderName> none;
    const auto names = table.constFind(role);
    return names == table.constEnd() ? none : *names;
}

} // namespace imap
