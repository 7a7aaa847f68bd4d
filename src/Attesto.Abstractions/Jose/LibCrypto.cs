using System.Runtime.InteropServices;

namespace Attesto.Jose;

/// <summary>The few functions of OpenSSL's libcrypto (1.1.1 or later) that Ed25519 needs, bound by hand because the library may be absent.</summary>
internal sealed unsafe class LibCrypto
{
    private static readonly string[] Names =
        OperatingSystem.IsWindows() ? ["libcrypto-3-x64.dll", "libcrypto-3-arm64.dll", "libcrypto-3.dll"]
        : OperatingSystem.IsMacOS() ? ["libcrypto.3.dylib", "/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib", "/usr/local/opt/openssl@3/lib/libcrypto.3.dylib"]
        : ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so"];

    private LibCrypto(nint library)
    {
        NewRawPrivateKey = (delegate* unmanaged<int, nint, byte*, nuint, nint>)NativeLibrary.GetExport(library, "EVP_PKEY_new_raw_private_key");
        NewRawPublicKey = (delegate* unmanaged<int, nint, byte*, nuint, nint>)NativeLibrary.GetExport(library, "EVP_PKEY_new_raw_public_key");
        GetRawPublicKey = (delegate* unmanaged<nint, byte*, nuint*, int>)NativeLibrary.GetExport(library, "EVP_PKEY_get_raw_public_key");
        FreeKey = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "EVP_PKEY_free");
        NewContext = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "EVP_MD_CTX_new");
        FreeContext = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "EVP_MD_CTX_free");
        VerifyInit = (delegate* unmanaged<nint, nint, nint, nint, nint, int>)NativeLibrary.GetExport(library, "EVP_DigestVerifyInit");
        Verify = (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, int>)NativeLibrary.GetExport(library, "EVP_DigestVerify");
        SignInit = (delegate* unmanaged<nint, nint, nint, nint, nint, int>)NativeLibrary.GetExport(library, "EVP_DigestSignInit");
        Sign = (delegate* unmanaged<nint, byte*, nuint*, byte*, nuint, int>)NativeLibrary.GetExport(library, "EVP_DigestSign");
        ClearErrors = (delegate* unmanaged<void>)NativeLibrary.GetExport(library, "ERR_clear_error");
    }

    public delegate* unmanaged<int, nint, byte*, nuint, nint> NewRawPrivateKey { get; }

    public delegate* unmanaged<int, nint, byte*, nuint, nint> NewRawPublicKey { get; }

    public delegate* unmanaged<nint, byte*, nuint*, int> GetRawPublicKey { get; }

    public delegate* unmanaged<nint, void> FreeKey { get; }

    public delegate* unmanaged<nint> NewContext { get; }

    public delegate* unmanaged<nint, void> FreeContext { get; }

    public delegate* unmanaged<nint, nint, nint, nint, nint, int> VerifyInit { get; }

    public delegate* unmanaged<nint, byte*, nuint, byte*, nuint, int> Verify { get; }

    public delegate* unmanaged<nint, nint, nint, nint, nint, int> SignInit { get; }

    public delegate* unmanaged<nint, byte*, nuint*, byte*, nuint, int> Sign { get; }

    public delegate* unmanaged<void> ClearErrors { get; }

    public static LibCrypto? TryLoad()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                return NativeLibrary.TryGetExport(library, "EVP_DigestVerify", out _) ? new LibCrypto(library) : null;
            }
        }

        return null;
    }
}
