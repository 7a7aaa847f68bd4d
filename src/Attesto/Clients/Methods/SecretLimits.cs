namespace Attesto.Clients;

/// <summary>What is worth hashing: a megabyte of secret must not reach a host's slow hash.</summary>
internal static class SecretLimits
{
    private const int MaxLength = 1024;

    public static bool Allow(string secret) => secret.Length <= MaxLength;
}
