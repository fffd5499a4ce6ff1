// Verifies checkpoints and proofs made by Lianxin with programs that know nothing of it: golang.org/x/mod (signed notes,
// Merkle proofs) and transparency-dev/formats (checkpoints, witness cosignatures, tlog-proofs).
//
//	go run . vectors.json
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"

	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/proof"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type vectors struct {
	LogKey      string `json:"logKey"`
	WitnessKey  string `json:"witnessKey"`
	Checkpoints []struct {
		Size int64  `json:"size"`
		Root []byte `json:"root"`
		Text string `json:"text"`
	} `json:"checkpoints"`
	Inclusion []struct {
		Body  string `json:"body"`
		Proof string `json:"proof"`
	} `json:"inclusion"`
	Consistency []struct {
		From     int64    `json:"from"`
		FromRoot []byte   `json:"fromRoot"`
		To       int64    `json:"to"`
		ToRoot   []byte   `json:"toRoot"`
		Proof    [][]byte `json:"proof"`
	} `json:"consistency"`
	// Odd spellings that the Go libraries let pass and Lianxin refuses.
	Lenient []struct {
		Name string `json:"name"`
		Text string `json:"text"`
	} `json:"lenient"`
	// Forgeries that everybody must refuse.
	Forged []struct {
		Name string `json:"name"`
		Text string `json:"text"`
	} `json:"forged"`
}

var failures int

func fail(format string, args ...any) {
	failures++
	fmt.Fprintf(os.Stderr, format+"\n", args...)
}

func hash(b []byte) (h tlog.Hash) { copy(h[:], b); return }

func open(text string, v vectors) (*log.Checkpoint, *note.Note, error) {
	logKey, err := note.NewVerifier(v.LogKey)
	if err != nil {
		return nil, nil, err
	}
	witness, err := fnote.NewVerifierForCosignatureV1(v.WitnessKey)
	if err != nil {
		return nil, nil, err
	}
	n, err := note.Open([]byte(text), note.VerifierList(logKey, witness))
	if err != nil {
		return nil, nil, err
	}
	var c log.Checkpoint
	if _, err := c.Unmarshal([]byte(n.Text)); err != nil {
		return nil, nil, err
	}
	return &c, n, nil
}

func main() {
	data, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	var v vectors
	if err := json.Unmarshal(data, &v); err != nil {
		panic(err)
	}

	for _, want := range v.Checkpoints {
		c, n, err := open(want.Text, v)
		if err != nil {
			fail("checkpoint %d: %v", want.Size, err)
			continue
		}
		if len(n.Sigs) != 2 || len(n.UnverifiedSigs) != 0 {
			fail("checkpoint %d: %d verified and %d unverified signatures", want.Size, len(n.Sigs), len(n.UnverifiedSigs))
		}
		if int64(c.Size) != want.Size || !bytes.Equal(c.Hash, want.Root) {
			fail("checkpoint %d: parsed as %d %x", want.Size, c.Size, c.Hash)
		}
		if want.Size == 0 && tlog.Hash(sha256.Sum256(nil)) != hash(c.Hash) {
			fail("checkpoint 0: not the empty tree's root")
		}
		if _, err := fnote.CoSigV1Timestamp(n.Sigs[1]); err != nil {
			fail("checkpoint %d: %v", want.Size, err)
		}
	}
	for i, want := range v.Inclusion {
		var p proof.TLogProof
		if err := p.Unmarshal([]byte(want.Proof)); err != nil {
			fail("inclusion %d: %v", i, err)
			continue
		}
		c, _, err := open(string(p.Checkpoint), v)
		if err != nil {
			fail("inclusion %d: %v", i, err)
			continue
		}
		var path tlog.RecordProof
		for _, h := range p.Hashes {
			path = append(path, tlog.Hash(h))
		}
		if err := tlog.CheckRecord(path, int64(c.Size), hash(c.Hash), int64(p.Index), tlog.RecordHash([]byte(want.Body))); err != nil {
			fail("inclusion %d of %d: %v", p.Index, c.Size, err)
		}
		if !bytes.Equal(p.Marshal(), []byte(want.Proof)) {
			fail("inclusion %d of %d: Go writes the proof differently", p.Index, c.Size)
		}
	}
	for _, want := range v.Consistency {
		var path tlog.TreeProof
		for _, h := range want.Proof {
			path = append(path, hash(h))
		}
		if want.From == 0 { // tlog knows no proof from the empty tree; C2SP says it is empty
			if len(path) != 0 {
				fail("consistency 0 → %d: not empty", want.To)
			}
			continue
		}
		if err := tlog.CheckTree(path, want.To, hash(want.ToRoot), want.From, hash(want.FromRoot)); err != nil {
			fail("consistency %d → %d: %v", want.From, want.To, err)
		}
	}
	for _, odd := range v.Lenient {
		if _, _, err := open(odd.Text, v); err != nil {
			fail("lenient %q: Go refuses it too (%v); the corpus is out of date", odd.Name, err)
		}
	}
	for _, bad := range v.Forged {
		if _, _, err := open(bad.Text, v); err == nil {
			fail("forged %q was accepted", bad.Name)
		}
	}
	if failures > 0 {
		fmt.Fprintf(os.Stderr, "%d failures\n", failures)
		os.Exit(1)
	}
	fmt.Printf("go: %d checkpoints, %d inclusion, %d consistency proofs hold; %d odd spellings let pass, %d forgeries refused\n",
		len(v.Checkpoints), len(v.Inclusion), len(v.Consistency), len(v.Lenient), len(v.Forged))
}
