# bug the hash of an image is not compared
# layout small8
s/!secure_equal(e->data/false \&\& &/
