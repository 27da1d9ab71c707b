/* Listen over many WebSockets at once: how many texts come, and how late.
 *
 *     cc -O2 -o wsload wsload.c
 *     ./wsload PORT PATH LISTENERS STALLED SECONDS SUBSCRIPTION
 *
 * Every socket sends the subscription; the first STALLED of them never read again. The first price
 * of a text is the moment it was made at: CLOCK_MONOTONIC in nanoseconds. Prints a JSON object.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 1 << 18, TEXT = 1, CLOSE = 8, PING = 9, PONG = 10 };
static const char PRICE[] = "\"price\":\"";

typedef struct {
    int fd, filled;
    unsigned char bytes[ROOM];
} socket_t;

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static int by_size(const void *a, const void *b) {
    double x = *(double *)a, y = *(double *)b;
    return (x > y) - (x < y);
}

/* A client's frame is masked; by zeros it stays as it is. */
static void send_frame(int fd, int opcode, const char *text, int length) {
    unsigned char frame[16384] = {0x80 | opcode};
    if (length > 16000) { fprintf(stderr, "the subscription is too long\n"); exit(1); }
    int head = 2;
    if (length < 126) {
        frame[1] = 0x80 | length;
    } else {
        frame[1] = 0x80 | 126, frame[2] = length >> 8, frame[3] = length & 255;
        head = 4;
    }
    memset(frame + head, 0, 4);
    memcpy(frame + head + 4, text, length);
    if (write(fd, frame, head + 4 + length) < 0) perror("write");
}

static socket_t *connected(int port, const char *path, const char *subscription, int reads) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socket_t *it = calloc(1, sizeof *it);
    int on = 1, little = 4096;
    it->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (!reads) setsockopt(it->fd, SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
    if (connect(it->fd, (void *)&address, sizeof address)) { perror("connect"); exit(1); }
    setsockopt(it->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    dprintf(it->fd, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", path, port);
    char *end = NULL;
    while (!end) {
        int got = read(it->fd, it->bytes + it->filled, ROOM - 1 - it->filled);
        if (got <= 0) { fprintf(stderr, "no handshake\n"); exit(1); }
        it->bytes[it->filled += got] = 0;
        end = strstr((char *)it->bytes, "\r\n\r\n");
    }
    if (strncmp((char *)it->bytes, "HTTP/1.1 101", 12)) { fprintf(stderr, "%.60s\n", it->bytes); exit(1); }
    int used = (unsigned char *)end + 4 - it->bytes;
    memmove(it->bytes, end + 4, it->filled -= used);
    send_frame(it->fd, TEXT, subscription, strlen(subscription));
    fcntl(it->fd, F_SETFL, O_NONBLOCK);
    return it;
}

int main(int count, char **word) {
    if (count != 7) { fprintf(stderr, "usage: wsload PORT PATH LISTENERS STALLED SECONDS SUBSCRIPTION\n"); return 2; }
    int port = atoi(word[1]), listeners = atoi(word[3]), stalled = atoi(word[4]);
    uint64_t length = atof(word[5]) * 1e9, start = 0, stop = now() + length + 60000000000ull, end = 0, texts = 0;
    int loop = epoll_create1(0);
    for (int i = 0; i < stalled + listeners; i++) {
        socket_t *it = connected(port, word[2], word[6], i >= stalled);
        struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = it};
        if (i >= stalled) epoll_ctl(loop, EPOLL_CTL_ADD, it->fd, &wanted);
    }
    fprintf(stderr, "connected\n");
    static struct epoll_event ready[1024];
    size_t room = 1 << 22, late = 0;
    double *lateness = malloc(room * sizeof *lateness);
    while (now() < stop) {
        int some = epoll_wait(loop, ready, 1024, 100);
        for (int i = 0; i < some; i++) {
            socket_t *it = ready[i].data.ptr;
            int got = read(it->fd, it->bytes + it->filled, ROOM - it->filled);
            if (got <= 0) {
                if (got < 0 && errno == EAGAIN) continue;
                fprintf(stderr, "closed\n");
                return 1;
            }
            it->filled += got;
            uint64_t moment = now();
            int at = 0;
            while (it->filled - at >= 2) {
                unsigned char *frame = it->bytes + at;
                int size = frame[1] & 127, head = 2, kind = frame[0] & 15;
                if (size == 126) {
                    if (it->filled - at < 4) break;
                    size = frame[2] << 8 | frame[3], head = 4;
                }
                if (size == 127) {
                    if (it->filled - at < 10) break;
                    size = frame[6] << 24 | frame[7] << 16 | frame[8] << 8 | frame[9], head = 10;
                }
                if (it->filled - at < head + size) break;
                at += head + size;
                if (kind == PING) send_frame(it->fd, PONG, (char *)frame + head, size);
                if (kind == CLOSE) { fprintf(stderr, "closed\n"); return 1; }
                char *price = kind == TEXT ? memmem(frame + head, size, PRICE, sizeof PRICE - 1) : NULL;
                if (!price) continue;
                if (!start) start = moment, stop = moment + length;
                texts++, end = moment;
                if ((texts & 3) == 0 && late < room)
                    lateness[late++] = (double)(moment - strtoull(price + sizeof PRICE - 1, 0, 10));
            }
            memmove(it->bytes, it->bytes + at, it->filled -= at);
        }
    }
    if (!texts || !late) { fprintf(stderr, "nothing was told\n"); return 1; }
    qsort(lateness, late, sizeof *lateness, by_size);
    printf("{\"texts\": %llu, \"seconds\": %.3f, \"p50_ms\": %.3f, \"p99_ms\": %.3f}\n", (unsigned long long)texts,
           (end - start) / 1e9, lateness[late / 2] / 1e6, lateness[(size_t)(late * .99)] / 1e6);
    return 0;
}
