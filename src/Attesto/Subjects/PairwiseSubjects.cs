using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Attesto.Subjects;

/// <summary>Makes the <c>sub</c> that a client is told about a person: the person's own, or a keyed hash of it and of the client's sector, from which nobody
/// without the salt finds back (OpenID Connect Core §8.1).</summary>
/// <param name="options">The salt, and the prefixes of the principal kinds, which stay.</param>
internal sealed class PairwiseSubjects(IOptions<AttestoOptions> options)
{
    private readonly byte[]? _salt = options.Value.Subjects.PairwiseSalt is { } salt ? Encoding.UTF8.GetBytes(salt) : null;

    /// <summary>Why a client that asks for pairwise subjects cannot have them, to be read behind its name; null if it can, or does not ask.</summary>
    public string? FaultOf(Client client) =>
        client.SubjectType is SubjectType.Public ? null :
        _salt is null ? $"wants pairwise subjects, and Attesto:Subjects:PairwiseSalt is not set" :
        !Sector.TryFind(client, out _) ? "wants pairwise subjects, and its redirect URIs have several hosts: it needs a sector_identifier_uri (OpenID Connect Core §8.1)" :
        null;

    /// <summary>The <c>sub</c> about a person for a client.</summary>
    /// <param name="client">The client.</param>
    /// <param name="subject">The person's <c>sub</c> as clients with public subjects are told it.</param>
    /// <exception cref="InvalidOperationException">The client wants pairwise subjects and cannot have them; the client store does not let such a one in.</exception>
    public string Of(Client client, string subject)
    {
        if (client.SubjectType is SubjectType.Public)
        {
            return subject;
        }

        if (_salt is null || !Sector.TryFind(client, out var sector))
        {
            throw new InvalidOperationException($"The client {client.Id} {FaultOf(client)}.");
        }

        var digest = HMACSHA256.HashData(_salt, Encoding.UTF8.GetBytes($"{sector}\n{subject}")); // no host has a line feed
        return PrefixOf(subject) + Base64Url.EncodeToString(digest);
    }

    // The prefix says what kind of principal it is, which is no secret and what verifiers look for.
    private string PrefixOf(string subject) =>
        options.Value.Subjects.PrincipalKinds.Select(kind => kind.SubPrefix).Where(
            prefix => subject.StartsWith(prefix, StringComparison.Ordinal)).MaxBy(prefix => prefix.Length) ?? "";
}
