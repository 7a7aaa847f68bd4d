using System.Buffers.Text;
using System.Text;

namespace Attesto.Interop.Fuzz;

/// <summary>What can be done to a text, a list of fields, JSON and a JWT. Everything follows from the generator that it is given.</summary>
internal static class Mutations
{
    /// <summary>Stands before a value that is not to be percent-encoded.</summary>
    public const string Raw = "\u0001raw:";

    private static readonly string[] Texts =
    [
        "", " ", "\0", "a\0b", "%", "\r\nX-Injected: y", "\u202Eevil", "😀", "\uFFFD", "null", "true", "-1", "0", "9223372036854775807", "-9223372036854775808", "1e400",
        "xn--", "https://[x/cb", "http://a:99999999/", "https://user:pass@a.example/#f", "javascript:alert(1)", "urn:x", "../../..", "//evil.example", "\\\\evil", "*",
            "openid openid",
        "a.b.c", "....", "e30.e30.", "{", "[[[[[[[[", "{}", "[]", "\"", "Bearer ", "Basic !!!", "es256", "none", "S256", "query.jwt", "none login", Raw + "%zz", Raw + "%c0%af",
            Raw + "%ed%a0%80",
        Raw + "%", Raw + "%00", Raw + "a=b&c", Raw + "\u00ff\u00fe", new string('a', 300), new string('a', 9_000), new string('%', 700), string.Concat(Enumerable.Repeat("é", 600)),
    ];

    private static readonly string[] Members =
        ["alg", "typ", "kid", "crit", "b64", "jwk", "jku", "x5c", "zip", "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "nonce", "client_id", "claims", "htu", "htm", "ath",
            "act", "cnf"];

    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1e308", "-9223372036854775808", "9223372036854775807", "99999999999999999999999", "0.5", "\"\"", "\"x\"", "\"\\ud800\"", "\"\\u0000\"", "[]",
            "{}", "[null]",
        "[\"x\",1,{}]", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}", "\"none\"", "\"HS256\"", "\"https://[x\"",
        new string('[', 40) + new string(']', 40),
    ];

    public static T Pick<T>(this Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    public static bool Chance(this Random random, double probability) => random.NextDouble() < probability;

    /// <summary>Another text in place of this one, or this one spoiled.</summary>
    public static string Text(Random random, string text)
    {
        var at = random.Next(text.Length + 1);
        return random.Next(7) switch
        {
            0 => text[..at] + random.Pick(Texts).Replace(Raw, "", StringComparison.Ordinal) + text[at..],
            1 => text[..at],
            2 => text + text,
            3 => text[..at] + (char)random.Next(0xD800) + text[at..],
            4 when text.Length > 0 => text.Remove(random.Next(text.Length), 1),
            5 => text.ToUpperInvariant(),
            _ => random.Pick(Texts),
        };
    }

    /// <summary>One field is dropped, repeated, renamed, added or given another value.</summary>
    public static void Fields(Random random, List<(string Name, string Value)> fields, IReadOnlyList<string> names)
    {
        var at = fields.Count == 0 ? -1 : random.Next(fields.Count);
        switch (at < 0 ? 0 : random.Next(8))
        {
            case 0: fields.Add((random.Pick(names), random.Pick(Texts))); break;
            case 1: fields.RemoveAt(at); break;
            case 2: fields.Add(fields[at]); break;
            case 3: fields.Add((fields[at].Name, random.Pick(Texts))); break;
            case 4: fields[at] = (Text(random, fields[at].Name), fields[at].Value); break;
            default: fields[at] = (fields[at].Name, Text(random, fields[at].Value)); break;
        }
    }

    /// <summary>The text of a JSON object in which members were dropped, replaced, repeated or added, up to three times.</summary>
    public static string Json(Random random, JsonObject json)
    {
        var members = json.Select(member => (member.Key, Value: member.Value?.ToJsonString() ?? "null")).ToList();
        for (var i = random.Next(4); i > 0; i--)
        {
            var at = members.Count == 0 ? -1 : random.Next(members.Count);
            switch (at < 0 ? 0 : random.Next(6))
            {
                case 0: members.Add((random.Pick(Members), random.Pick(Values))); break;
                case 1: members.RemoveAt(at); break;
                case 2: members.Add((members[at].Key, random.Pick(Values))); break;
                case 3 when json[members[at].Key] is JsonObject inner: members[at] = (members[at].Key, Json(random, inner)); break;
                default: members[at] = (members[at].Key, random.Pick(Values)); break;
            }
        }

        var text = $"{{{string.Join(',', members.Select(member => $"{JsonSerializer.Serialize(member.Key)}:{member.Value}"))}}}";
        return random.Chance(0.03) ? Text(random, text) : text;
    }

    /// <summary>A JWT signed by this key, over a header and claims that may have been spoiled before, and spoiled afterwards now and then.</summary>
    public static string Jwt(Random random, LabJwk key, JsonObject header, JsonObject claims)
    {
        header.TryAdd("alg", "ES256");
        var (head, body) = (random.Chance(0.25) ? Json(random, header) : header.ToJsonString(), random.Chance(0.5) ? Json(random, claims) : claims.ToJsonString());
        var input = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(head))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(body))}";
        var signed = $"{input}.{Base64Url.EncodeToString(key.Key.SignData(Encoding.ASCII.GetBytes(input), System.Security.Cryptography.HashAlgorithmName.SHA256))}";
        return random.Chance(0.1) ? Text(random, signed) : signed;
    }
}
