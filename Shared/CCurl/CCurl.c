#include "CCurl.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

struct maru_smtp_session {
    CURL *easy;
};

typedef struct {
    const uint8_t *bytes;
    size_t length;
    size_t offset;
} payload_reader;

int maru_curl_start(void) {
    return (int)curl_global_init(CURL_GLOBAL_DEFAULT);
}

const char *maru_curl_version(void) {
    return curl_version();
}

maru_smtp_session *maru_smtp_open(void) {
    maru_smtp_session *session = calloc(1, sizeof *session);
    if (session == NULL) {
        return NULL;
    }
    session->easy = curl_easy_init();
    if (session->easy == NULL) {
        free(session);
        return NULL;
    }
    return session;
}

void maru_smtp_close(maru_smtp_session *session) {
    if (session == NULL) {
        return;
    }
    curl_easy_cleanup(session->easy);
    free(session);
}

static size_t read_payload(char *buffer, size_t size, size_t count, void *context) {
    payload_reader *reader = context;
    size_t room = size * count;
    size_t left = reader->length - reader->offset;
    size_t taken = left < room ? left : room;
    memcpy(buffer, reader->bytes + reader->offset, taken);
    reader->offset += taken;
    return taken;
}

static size_t discard_reply(char *buffer, size_t size, size_t count, void *context) {
    (void)buffer;
    (void)context;
    return size * count;
}

static long tls_level(maru_smtp_tls tls) {
    switch (tls) {
    case MARU_SMTP_TLS_NONE: return CURLUSESSL_NONE;
    case MARU_SMTP_TLS_WHEN_OFFERED: return CURLUSESSL_TRY;
    case MARU_SMTP_TLS_REQUIRED: return CURLUSESSL_ALL;
    }
    return CURLUSESSL_ALL;
}

/* Options are reset for every message; the live connection stays in the handle's cache. */
static void apply(CURL *easy, const maru_smtp_message *message, struct curl_slist *recipients, payload_reader *reader, char *error) {
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(easy, CURLOPT_URL, message->url);
    curl_easy_setopt(easy, CURLOPT_USE_SSL, tls_level(message->tls));
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    if (message->username != NULL) {
        curl_easy_setopt(easy, CURLOPT_USERNAME, message->username);
    }
    if (message->password != NULL) {
        curl_easy_setopt(easy, CURLOPT_PASSWORD, message->password);
    }
    if (message->ca_file != NULL) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, message->ca_file);
    }
    curl_easy_setopt(easy, CURLOPT_MAIL_FROM, message->mail_from);
    curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, read_payload);
    curl_easy_setopt(easy, CURLOPT_READDATA, reader);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, discard_reply);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, message->connect_timeout_ms);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, message->total_timeout_ms);
}

static struct curl_slist *recipient_list(const maru_smtp_message *message) {
    struct curl_slist *list = NULL;
    for (size_t i = 0; i < message->recipient_count; i++) {
        struct curl_slist *longer = curl_slist_append(list, message->recipients[i]);
        if (longer == NULL) {
            curl_slist_free_all(list);
            return NULL;
        }
        list = longer;
    }
    return list;
}

maru_smtp_result maru_smtp_send(maru_smtp_session *session, const maru_smtp_message *message) {
    maru_smtp_result result;
    memset(&result, 0, sizeof result);
    struct curl_slist *recipients = recipient_list(message);
    if (recipients == NULL) {
        result.curl_code = CURLE_OUT_OF_MEMORY;
        return result;
    }
    payload_reader reader = {message->payload, message->payload_length, 0};
    char error[CURL_ERROR_SIZE] = "";
    apply(session->easy, message, recipients, &reader, error);
    CURLcode code = curl_easy_perform(session->easy);
    result.curl_code = (int)code;
    curl_easy_getinfo(session->easy, CURLINFO_RESPONSE_CODE, &result.response_code);
    result.payload_taken = reader.offset;
    if (code != CURLE_OK) {
        const char *text = error[0] != '\0' ? error : curl_easy_strerror(code);
        strncpy(result.error, text, sizeof result.error - 1);
    }
    /* The handle must not keep pointers into this frame. */
    curl_easy_setopt(session->easy, CURLOPT_ERRORBUFFER, NULL);
    curl_easy_setopt(session->easy, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(recipients);
    return result;
}
