// Command keys writes the key pairs of a control plane on loopback into a folder: a certificate
// authority of its own, the API server's certificate, and the key that signs service accounts.
//
// It spares the end-to-end tests a dependency on openssl. The keys live as long as one test run.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

const lifetime = 30 * 24 * time.Hour

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: keys FOLDER")
		os.Exit(2)
	}
	if err := writeKeys(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

// writeKeys writes ca.crt, apiserver.crt, apiserver.key, service-accounts.pub and
// service-accounts.key into folder.
func writeKeys(folder string) error {
	authorityKey, err := newKey()
	if err != nil {
		return err
	}
	authority := certificate("oamdsl end-to-end tests")
	authority.IsCA = true
	authority.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	authorityBytes, err := x509.CreateCertificate(
		rand.Reader, authority, authority, authorityKey.Public(), authorityKey)
	if err != nil {
		return err
	}
	if authority, err = x509.ParseCertificate(authorityBytes); err != nil {
		return err
	}

	serverKey, err := newKey()
	if err != nil {
		return err
	}
	server := certificate("kube-apiserver")
	server.KeyUsage = x509.KeyUsageDigitalSignature
	server.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	server.DNSNames = []string{"localhost", "kubernetes", "kubernetes.default.svc"}
	server.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv4(10, 0, 0, 1)}
	serverBytes, err := x509.CreateCertificate(
		rand.Reader, server, authority, serverKey.Public(), authorityKey)
	if err != nil {
		return err
	}

	accountsKey, err := newKey()
	if err != nil {
		return err
	}
	accountsPublic, err := x509.MarshalPKIXPublicKey(accountsKey.Public())
	if err != nil {
		return err
	}
	for name, block := range map[string]*pem.Block{
		"ca.crt":               {Type: "CERTIFICATE", Bytes: authorityBytes},
		"apiserver.crt":        {Type: "CERTIFICATE", Bytes: serverBytes},
		"service-accounts.pub": {Type: "PUBLIC KEY", Bytes: accountsPublic},
	} {
		if err := write(folder, name, block); err != nil {
			return err
		}
	}
	for name, key := range map[string]*ecdsa.PrivateKey{
		"apiserver.key":        serverKey,
		"service-accounts.key": accountsKey,
	} {
		bytes, err := x509.MarshalECPrivateKey(key)
		if err != nil {
			return err
		}
		if err := write(folder, name, &pem.Block{Type: "EC PRIVATE KEY", Bytes: bytes}); err != nil {
			return err
		}
	}
	return nil
}

func newKey() (*ecdsa.PrivateKey, error) {
	return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
}

func certificate(name string) *x509.Certificate {
	now := time.Now()
	return &x509.Certificate{
		SerialNumber:          big.NewInt(now.UnixNano()),
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.Add(lifetime),
		BasicConstraintsValid: true,
	}
}

func write(folder, name string, block *pem.Block) error {
	return os.WriteFile(filepath.Join(folder, name), pem.EncodeToMemory(block), 0o600)
}
