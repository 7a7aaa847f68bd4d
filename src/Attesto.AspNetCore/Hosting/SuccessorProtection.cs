using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Attesto.AspNetCore;

/// <summary>Encrypts successors at rest with the host's data-protection keys, which its nodes share.</summary>
internal sealed class SuccessorProtection(IDataProtectionProvider protection) : ISuccessorProtector
{
    private readonly IDataProtector _protector = protection.CreateProtector("Attesto.RefreshTokenSuccessor.v1");

    public string Protect(string refreshToken) => _protector.Protect(refreshToken);

    public string? Unprotect(string cipher)
    {
        try
        {
            return _protector.Unprotect(cipher);
        }
        catch (CryptographicException)
        {
            return null; // the keys are gone: the retry is treated as a replay would be
        }
    }
}
