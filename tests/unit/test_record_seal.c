// The one door to libsodium: that behind each name stands the construction it promises, by
// published vectors and by other programs' answers, and that nothing which was touched opens.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/seal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

// Hexadecimal to bytes; returns how many.
static size_t bytes_of(const char *hex, uint8_t *out)
{
    size_t count = 0;
    for (unsigned byte = 0; sscanf(hex, "%2x", &byte) == 1; hex += 2) {
        out[count++] = (uint8_t)byte;
        if (hex[1] == '\0' || hex[2] == '\0') {
            break;
        }
    }
    return count;
}

static void assert_hex(const uint8_t *bytes, size_t length, const char *hex)
{
    uint8_t wanted[512];
    assert_int_equal(bytes_of(hex, wanted), length);
    assert_memory_equal(bytes, wanted, length);
}

// Bytes 0, 1, 2 ...
static void count_up(uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bytes[i] = (uint8_t)i;
    }
}

static int start(void **state)
{
    (void)state;
    return seal_start();
}

static void test_hashing(void **state)
{
    (void)state;
    uint8_t hash[SEAL_HASH], other[SEAL_HASH];
    // BLAKE2b-256 of nothing, as published; the others by Python's hashlib over lengths and parts.
    seal_hash(NULL, 0, hash);
    assert_hex(hash, sizeof hash,
               "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    seal_hash((const struct seal_part[]){{"abc", 3}, {"d", 1}}, 2, hash);
    assert_hex(hash, sizeof hash,
               "c919537eddbd2ff347cb25c36590b957eb8773c2eba7033243bffdd1009dc5ac");
    seal_hash((const struct seal_part[]){{"ab", 2}, {"cd", 2}}, 2, other);
    assert_hex(other, sizeof other,
               "ec99643fc2ed5c24bb2413a4a2be377ccd3671230773733243848240c94c6372");
    seal_hash((const struct seal_part[]){{"abcd", 4}, {NULL, 0}}, 2, other);
    assert_memory_not_equal(hash, other, sizeof hash);
}

static void test_subkeys(void **state)
{
    (void)state;
    uint8_t seed[SEAL_KEY], key[SEAL_KEY];
    count_up(seed, sizeof seed);
    // By Python's hashlib: BLAKE2b keyed with the seed, the purpose as salt, "intake01" as person.
    seal_subkey(seed, 1, key);
    assert_hex(key, sizeof key, "056cd480dc957159d82b00f71d42a5151ac480c941f5d3c78cd169a5caa00ae6");
    seal_subkey(seed, 2, key);
    assert_hex(key, sizeof key, "097c365c7df4cfb099c39bf9c72decb444321d420f8c5b2376609f1f13931972");
}

static void test_pairs_from_seeds(void **state)
{
    (void)state;
    uint8_t seed[SEAL_KEY], public[SEAL_KEY], secret[SEAL_KEY];
    // The secret half is the first half of SHA-512 of the seed, the public one X25519 of it (by
    // Python's hashlib and by OpenSSL).
    count_up(seed, sizeof seed);
    seal_box_pair(seed, public, secret);
    assert_hex(secret, sizeof secret,
               "3d94eea49c580aef816935762be049559d6d1440dede12e6a125f1841fff8e6f");
    assert_hex(public, sizeof public,
               "4701d08488451f545a409fb58ae3e58581ca40ac3f7f114698cd71deac73ca01");
    // Ed25519: RFC 8032, 7.1, test 1.
    bytes_of("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", seed);
    seal_sign_pair(seed, public);
    assert_hex(public, sizeof public,
               "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

static void test_signing(void **state)
{
    (void)state;
    uint8_t seed[SEAL_KEY], public[SEAL_KEY], hash[SEAL_HASH], signature[SEAL_SIGNATURE];
    bytes_of("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", seed);
    count_up(hash, sizeof hash);
    seal_sign_pair(seed, public);
    seal_sign(seed, hash, signature);
    // By OpenSSL: Ed25519 signatures have no chance in them.
    assert_hex(signature, sizeof signature,
               "00c1db988bb12fd7351a6054ae3fac90fab7e4fc56b1651c7181f5f55f896f66"
               "3933d3a90605d9058e9d0ac45950ee2d3c9c9b14857415587179fe0ccac35f09");
    assert_int_equal(seal_verify(public, hash, signature), 0);
    for (size_t i = 0; i < sizeof signature; i++) {
        signature[i] ^= 1;
        assert_int_equal(seal_verify(public, hash, signature), -1);
        signature[i] ^= 1;
    }
    for (size_t i = 0; i < sizeof hash; i++) {
        hash[i] ^= 0x80;
        assert_int_equal(seal_verify(public, hash, signature), -1);
        hash[i] ^= 0x80;
    }
    public[0] ^= 1;
    assert_int_equal(seal_verify(public, hash, signature), -1);
}

// draft-irtf-cfrg-xchacha, A.3.1.
static void test_cipher_as_published(void **state)
{
    (void)state;
    static const char plain[] =
        "Ladies and Gentlemen of the class of '99: If I could offer you only "
        "one tip for the future, sunscreen would be it.";
    enum { LENGTH = sizeof plain - 1 };
    uint8_t key[SEAL_KEY], with[12], closed[LENGTH + SEAL_CIPHER_MORE], out[LENGTH];
    for (size_t i = 0; i < sizeof key; i++) {
        key[i] = (uint8_t)(0x80 + i);
    }
    bytes_of("50515253c0c1c2c3c4c5c6c7", with);
    size_t length = bytes_of("404142434445464748494a4b4c4d4e4f5051525354555657"
                             "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
                             "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
                             "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
                             "21f9664c97637da9768812f615c68b13b52e"
                             "c0875924c1c7987947deafd8780acf49",
                             closed);
    assert_int_equal(length, sizeof closed);
    assert_int_equal(seal_open(key, with, sizeof with, closed, sizeof closed, out), 0);
    assert_memory_equal(out, plain, LENGTH);
}

static void test_cipher_touched(void **state)
{
    (void)state;
    uint8_t key[SEAL_KEY], with[9], closed[20 + SEAL_CIPHER_MORE], again[sizeof closed], out[20];
    seal_random(key, sizeof key);
    count_up(with, sizeof with);
    seal_close(key, with, sizeof with, "twenty bytes of text", 20, closed);
    seal_close(key, with, sizeof with, "twenty bytes of text", 20, again);
    assert_memory_not_equal(closed, again, sizeof closed); // a nonce is never used again
    assert_int_equal(seal_open(key, with, sizeof with, closed, sizeof closed, out), 0);
    assert_memory_equal(out, "twenty bytes of text", 20);
    for (size_t i = 0; i < sizeof closed; i++) {
        for (unsigned bit = 1; bit < 256; bit <<= 1) {
            closed[i] = (uint8_t)(closed[i] ^ bit);
            assert_int_equal(seal_open(key, with, sizeof with, closed, sizeof closed, out), -1);
            closed[i] = (uint8_t)(closed[i] ^ bit);
        }
    }
    for (size_t i = 0; i < sizeof with; i++) {
        with[i] ^= 1;
        assert_int_equal(seal_open(key, with, sizeof with, closed, sizeof closed, out), -1);
        with[i] ^= 1;
    }
    for (size_t length = 0; length < sizeof closed; length++) {
        assert_int_equal(seal_open(key, with, sizeof with, closed, length, out), -1);
    }
    assert_int_equal(seal_open(key, with, sizeof with - 1, closed, sizeof closed, out), -1);
    key[31] ^= 0x80;
    assert_int_equal(seal_open(key, with, sizeof with, closed, sizeof closed, out), -1);
    // Nothing may be closed too: what is left is a mark of who had the key.
    seal_close(key, with, sizeof with, NULL, 0, closed);
    assert_int_equal(seal_open(key, with, sizeof with, closed, SEAL_CIPHER_MORE, NULL), 0);
}

static void test_boxes(void **state)
{
    (void)state;
    uint8_t seed[SEAL_KEY], public[SEAL_KEY], secret[SEAL_KEY];
    uint8_t box[32 + SEAL_BOX_MORE], held[32], out[32];
    count_up(seed, sizeof seed);
    seal_box_pair(seed, public, secret);
    seal_random(held, sizeof held);
    seal_box_close(public, held, sizeof held, box);
    assert_int_equal(seal_box_open(public, secret, box, sizeof box, out), 0);
    assert_memory_equal(out, held, sizeof held);
    for (size_t i = 0; i < sizeof box; i++) {
        // The highest bit of the X25519 key that a box begins with says nothing (RFC 7748, 5), but
        // the nonce comes of all its bytes.
        for (unsigned bit = 1; bit < 256; bit <<= 1) {
            box[i] = (uint8_t)(box[i] ^ bit);
            assert_int_equal(seal_box_open(public, secret, box, sizeof box, out), -1);
            box[i] = (uint8_t)(box[i] ^ bit);
        }
    }
    for (size_t length = 0; length < sizeof box; length++) {
        assert_int_equal(seal_box_open(public, secret, box, length, out), -1);
    }
    seed[0] ^= 1;
    seal_box_pair(seed, public, secret);
    assert_int_equal(seal_box_open(public, secret, box, sizeof box, out), -1);
}

static void test_stretching(void **state)
{
    (void)state;
    static const uint8_t salt[] = "somesaltsomesalt";
    const struct seal_cost cost = {.passes = 2, .kibibytes = 64 << 10};
    uint8_t key[SEAL_KEY];
    // By the reference implementation: argon2 somesaltsomesalt -id -t 2 -m 16 -p 1 -l 32
    assert_int_equal(seal_stretch("password", 8, salt, cost, key), 0);
    assert_hex(key, sizeof key, "fc33b78139231d34b71626bd6245c1d72efa190ad605c3d8166a72adcedfa2c2");
}

static void test_refused_costs(void **state)
{
    (void)state;
    static const struct seal_cost refused[] = {
        {0, 64 << 10}, {1, 64 << 10},       {65, 64 << 10},       {UINT32_MAX, 64 << 10},
        {2, 0},        {2, (64 << 10) - 1}, {2, (4u << 20) + 1u}, {2, UINT32_MAX}};
    const uint8_t salt[SEAL_SALT] = {0};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        uint8_t key[SEAL_KEY] = {7};
        errno = 0;
        assert_int_equal(seal_stretch("password", 8, salt, refused[i], key), -1);
        assert_int_equal(errno, EBADMSG);
        assert_int_equal(key[0], 7);
    }
}

static void test_chance_and_secrets(void **state)
{
    (void)state;
    bool drawn[7] = {false};
    uint8_t a[16] = {0}, b[16] = {0};
    for (int i = 0; i < 1000; i++) { // that one of seven never comes: 1 in 10 to the 66th
        uint32_t one = seal_pick(7);
        assert_true(one < 7);
        drawn[one] = true;
    }
    for (size_t i = 0; i < 7; i++) {
        assert_true(drawn[i]);
    }
    seal_random(a, sizeof a);
    assert_false(seal_same(a, b, sizeof a));
    seal_wipe(a, sizeof a);
    assert_true(seal_same(a, b, sizeof a));
    uint8_t *secret = seal_secret_new(48);
    assert_non_null(secret);
    memset(secret, 1, 48);
    seal_secret_free(secret);
    seal_secret_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hashing),
        cmocka_unit_test(test_subkeys),
        cmocka_unit_test(test_pairs_from_seeds),
        cmocka_unit_test(test_signing),
        cmocka_unit_test(test_cipher_as_published),
        cmocka_unit_test(test_cipher_touched),
        cmocka_unit_test(test_boxes),
        cmocka_unit_test(test_stretching),
        cmocka_unit_test(test_refused_costs),
        cmocka_unit_test(test_chance_and_secrets),
    };
    return cmocka_run_group_tests_name("record seal", tests, start, NULL);
}
